import fc from 'fast-check';
import { makeKey, refuseKey } from '../../../src/ops/args/secret';

test.each([
  ['Tr0ub4dor&3', /11 characters are too short/],
  ['x'.repeat(129), /129 characters are too long/],
  ['gute Nacht, schöner Mond', /not on an English keyboard/],
  [' Rk7#mQ2vLp9!xW4z', /begins or ends with a blank or a quote/],
  ['"Rk7#mQ2vLp9!xW4z"', /begins or ends with a blank or a quote/],
  ['aaaaaaaabbbbbbbbcc', /fewer than 10 different characters/],
  ['abcdefghijklmnop', /counts up or down/],
  ['northwind-hq-Contoso', /made of names in this form/],
])('%j is refused', (value, sentence) => {
  const said = refuseKey(value, ['contoso', 'hq', 'northwind']);
  expect(said).toMatch(sentence);
  expect(said).not.toContain(value.trim());
});

test('a key that the bot makes is accepted and is never made twice', () => {
  const keys = Array.from({ length: 200 }, makeKey);
  expect(keys.filter((key) => refuseKey(key, ['contoso', 'hq']) !== undefined)).toEqual([]);
  expect(new Set(keys).size).toBe(200);
});

test('a refusal repeats no part of the key that one could use', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12, maxLength: 140, unit: 'binary' }), (value) => {
      expect(refuseKey(value, []) ?? '').not.toContain(value);
    }),
  );
});
