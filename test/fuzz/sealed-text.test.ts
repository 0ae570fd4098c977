import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { openText, type SealedText, sealText } from '../../src/adapters/redis/sealed-text';
import { anyText } from './any-text';
import { cases, patienceMs } from './cases';
import { quickly } from './outcome';

/* A sealed key in Redis: it opens as it was, where it was sealed for, or not at all. */

const key = randomBytes(32);
const value = fc.oneof(anyText, fc.string({ minLength: 16, maxLength: 128 }));
// Half a character has no bytes of its own.
const whole = value.map((text) => Buffer.from(text).toString());
const bound = fc.array(fc.oneof(fc.constantFrom('psk', 'CR-1', 'CR-2', ''), fc.string()), {
  maxLength: 3,
});
const part = fc.constantFrom<keyof SealedText>('nonce', 'tag', 'data');

/** Undefined where it is refused. */
function opened(sealed: SealedText, around: readonly string[], under = key): string | undefined {
  return quickly(() => {
    try {
      return openText(under, sealed, around);
    } catch {
      return undefined;
    }
  });
}

function flipped(base64: string, at: number): string {
  const bytes = Buffer.from(base64, 'base64');
  const index = at % (bytes.length * 8);
  bytes[index >> 3] = (bytes[index >> 3] ?? 0) ^ (1 << (index & 7));
  return bytes.toString('base64');
}

test(
  'a sealed text opens as it was, and not with one bit flipped',
  () => {
    fc.assert(
      fc.property(whole, bound, part, fc.nat(), (text, around, name, at) => {
        const sealed = sealText(key, text, around);
        expect(opened(sealed, around)).toBe(text);
        fc.pre(sealed[name] !== '');
        expect(opened({ ...sealed, [name]: flipped(sealed[name], at) }, around)).toBeUndefined();
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);

test(
  'a sealed text opens nowhere else, under no other key, and with no part of another one',
  () => {
    fc.assert(
      fc.property(whole, bound, bound, part, (text, around, elsewhere, name) => {
        const sealed = sealText(key, text, around);
        const isSame = JSON.stringify(around) === JSON.stringify(elsewhere);
        expect(opened(sealed, elsewhere)).toBe(isSame ? text : undefined);
        expect(opened(sealed, around, randomBytes(32))).toBeUndefined();
        const other = sealText(key, `${text}.`, around);
        expect(opened({ ...sealed, [name]: other[name] }, around)).toBeUndefined();
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);

test(
  'anything that was never sealed is refused',
  () => {
    const shape = fc.record({ nonce: anyText, tag: anyText, data: anyText });
    const near = fc.record({
      nonce: fc.uint8Array({ maxLength: 16 }),
      tag: fc.uint8Array({ minLength: 12, maxLength: 20 }),
      data: fc.uint8Array({ maxLength: 60 }),
    });
    const made = near.map(({ nonce, tag, data }) => {
      const [n = '', t = '', d = ''] = [nonce, tag, data].map((bytes) =>
        Buffer.from(bytes).toString('base64'),
      );
      return { nonce: n, tag: t, data: d };
    });
    fc.assert(
      fc.property(fc.oneof(shape, made), bound, (sealed, around) => {
        expect(opened(sealed, around)).toBeUndefined();
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
