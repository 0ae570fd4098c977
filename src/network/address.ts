import { isIP } from 'node:net';
import { Malformed, shorten } from './malformed';

export type Family = 4 | 6;

/** An address as a number, so that prefixes can be compared whatever way they were written. */
export interface Address {
  family: Family;
  value: bigint;
}

/** The length of an address in bits, which is also the longest prefix of its family. */
export function bitsOf(family: Family): number {
  return family === 4 ? 32 : 128;
}

/**
 * Read an IP literal. Strict on purpose: some libraries read `010.0.0.1` as octal 8.0.0.1 and `10.1` as 10.0.0.1.
 * @throws Malformed for anything else, also for a zone (`%eth0`) and for an IPv4 address dressed as IPv6,
 *   which would be a second spelling of the same machine
 */
export function parseAddress(text: string): Address {
  const family = text.includes('%') ? 0 : isIP(text);
  if (family === 4) return { family, value: readV4(text) };
  if (family === 6) {
    const value = readV6(text);
    if (value >> 32n === 0xffffn) {
      const meant = formatAddress({ family: 4, value: value & 0xffffffffn });
      throw new Malformed(`${text} is an IPv4 address in IPv6 clothes; write ${meant}`, meant);
    }
    return { family, value };
  }
  if (text.trim() === '') throw new Malformed(`an address is missing; ${reasonFor(text)}`);
  throw new Malformed(`${shorten(text)} is not an IP address; ${reasonFor(text)}`);
}

/** The one spelling of an address: dotted, or RFC 5952 (lower case, the longest run of zeros as `::`). */
export function formatAddress({ family, value }: Address): string {
  return family === 4 ? words(value, 4, 8).join('.') : formatV6(value);
}

/** Whatever way they are spelled. What is no address is only equal to itself. */
export function sameAddress(a: string, b: string): boolean {
  return spellAddress(a) === spellAddress(b);
}

/** An address in its one spelling; what is no address as it is. */
export function spellAddress(text: string): string {
  try {
    return formatAddress(parseAddress(text));
  } catch (error) {
    if (error instanceof Malformed) return text;
    throw error;
  }
}

function readV4(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function readV6(text: string): bigint {
  const lastColon = text.lastIndexOf(':');
  const dotted = text.includes('.') ? readV4(text.slice(lastColon + 1)) : undefined;
  const hex =
    dotted === undefined
      ? text
      : `${text.slice(0, lastColon + 1)}${(dotted >> 16n).toString(16)}:${(dotted & 0xffffn).toString(16)}`;
  const [head = '', tail] = hex.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...zeros, ...back].reduce(
    (value, group) => (value << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

function words(value: bigint, count: number, bits: number): bigint[] {
  const mask = (1n << BigInt(bits)) - 1n;
  return Array.from({ length: count }, (_, i) => (value >> BigInt(bits * (count - 1 - i))) & mask);
}

function formatV6(value: bigint): string {
  const groups = words(value, 8, 16);
  let best = { at: 0, length: 0 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === 0n) length++;
    if (length > best.length) best = { at, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.length < 2) return hex.join(':');
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`;
}

function reasonFor(text: string): string {
  if (text.includes('%')) return 'leave the zone (%...) out';
  if (/^\d+(\.\d+){0,2}$/.test(text)) return 'write all four numbers, like 203.0.113.7';
  if (/^[\d.]+$/.test(text) && /(^|\.)0\d/.test(text))
    return 'write the numbers without leading zeros';
  return 'write it like 203.0.113.7 or 2001:db8::7';
}
