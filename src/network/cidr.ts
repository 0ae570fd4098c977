import { type Address, bitsOf, type Family, formatAddress, parseAddress } from './address';
import { Malformed, shorten } from './malformed';

/** A block of addresses. `first` has no host bits. */
export interface Cidr {
  family: Family;
  first: bigint;
  length: number;
}

/**
 * Read `10.1.0.0/24` or `2001:db8::/32`.
 * @throws Malformed for anything else; with host bits set it offers the block that the address is in
 */
export function parseCidr(text: string): Cidr {
  const [address = '', length, ...more] = text.split('/');
  if (more.length > 0) throw new Malformed(`${shorten(text)} has more than one slash`);
  const { family, value } = parseAddress(address);
  const bits = bitsOf(family);
  if (length === undefined) {
    throw new Malformed(
      `${shorten(text)} has no length; write ${text}/${bits} for this one address`,
    );
  }
  const dotted = family === 4 ? lengthOfMask(length) : undefined;
  if (dotted !== undefined) {
    const meant = formatCidr(blockOf({ family, value }, dotted));
    throw new Malformed(`${shorten(text)} has a dotted mask; write its length: ${meant}`, meant);
  }
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
    throw new Malformed(`${shorten(text)} needs a length from 0 to ${bits} behind the slash`);
  }
  const cidr = blockOf({ family, value }, Number(length));
  if (cidr.first !== value) {
    const meant = formatCidr(cidr);
    throw new Malformed(
      `${shorten(text)} has host bits set; did you mean ${meant}, or ${formatAddress({ family, value })}/${bits}?`,
      meant,
    );
  }
  return cidr;
}

/** `255.255.255.0` is 24 bits; undefined for what is no mask. */
function lengthOfMask(text: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const masks = Array.from({ length: 33 }, (_, length) =>
    formatAddress({ family: 4, value: ((1n << BigInt(length)) - 1n) << BigInt(32 - length) }),
  );
  const length = masks.indexOf(text);
  return length < 0 ? undefined : length;
}

/** The one spelling of a block, `10.1.0.0/16`, whichever way it was typed. */
export function formatCidr({ family, first, length }: Cidr): string {
  return `${formatAddress({ family, value: first })}/${length}`;
}

/** Is every address of `inner` in `outer`? A block contains itself. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.family === inner.family &&
    outer.length <= inner.length &&
    blockOf({ family: inner.family, value: inner.first }, outer.length).first === outer.first
  );
}

/** Blocks either nest or are apart: they share an address when one contains the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, b) || contains(b, a);
}

/** Is that address in the block? Never across families: an IPv4 block covers no IPv6 address. */
export function covers(cidr: Cidr, address: Address): boolean {
  const host = { family: address.family, first: address.value, length: bitsOf(address.family) };
  return contains(cidr, host);
}

function blockOf({ family, value }: Address, length: number): Cidr {
  const hostBits = BigInt(bitsOf(family) - length);
  return { family, first: (value >> hostBits) << hostBits, length };
}
