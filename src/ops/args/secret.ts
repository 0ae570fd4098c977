import { randomInt } from 'node:crypto';
import type { SecretRef } from '../../../approvals/plan';
import { Malformed } from '../../network/malformed';
import { type ArgOf, argOf, type Wish } from '../arg';

/**
 * A pre-shared key. No text is ever read as one: the form's value goes through `refuse`, the caller seals it at
 * once, and the operation sees the reference.
 */
export function secret<const W extends Wish>(
  { makeable }: { makeable: boolean },
  wish: W = {} as W,
): ArgOf<SecretRef, W> {
  return argOf<SecretRef, W>(
    {
      label: 'Pre-shared key',
      hint: '16 to 128 characters: letters, digits and signs of an English keyboard',
      secret: { makeable, refuse: refuseKey },
      read() {
        throw new Malformed('a secret is never typed in a line; leave it out and use the form');
      },
      format() {
        throw new TypeError('a secret has no text');
      },
    },
    wish,
  );
}

/** Why a pre-shared key must not be used, without repeating any of it. */
export function refuseKey(value: string, beside: readonly string[]): string | undefined {
  if (value.length < 16) return `${value.length} characters are too short; use at least 16`;
  if (value.length > 128) return `${value.length} characters are too long; use at most 128`;
  if (!/^[\x20-\x7e]+$/.test(value)) {
    return 'it has a character that is not on an English keyboard (a phone may have changed a quote); type it again';
  }
  if (/^[\s"'`]|[\s"'`]$/.test(value))
    return 'it begins or ends with a blank or a quote; leave those out';
  if (new Set(value).size < 10) {
    return 'it is too easy to guess: fewer than 10 different characters';
  }
  if (isMostlyInOrder(value)) return 'it is too easy to guess: most of it just counts up or down';
  if (isMadeOf(value, beside)) return 'it is too easy to guess: it is made of names in this form';
  return undefined;
}

/** 40 characters that survive every router's command line: 5.8 bits each, none easily mistaken for another. */
export function makeKey(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
  for (;;) {
    const key = Array.from({ length: 40 }, () => letters[randomInt(letters.length)]).join('');
    if (refuseKey(key, []) === undefined) return key;
  }
}

function isMostlyInOrder(value: string): boolean {
  const codes = Array.from(value, (letter) => letter.charCodeAt(0));
  const steps = codes.slice(1).filter((code, i) => Math.abs(code - (codes[i] ?? 0)) === 1);
  return steps.length * 2 > codes.length;
}

/** Would fewer than 8 characters be left if the names were taken out? */
function isMadeOf(value: string, names: readonly string[]): boolean {
  let rest = value.toLowerCase();
  for (const name of names.filter((each) => each.length > 1).map((each) => each.toLowerCase())) {
    rest = rest.replaceAll(name, '');
  }
  return rest.length < 8;
}
