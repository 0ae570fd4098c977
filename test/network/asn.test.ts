import { isPrivateAsn, parseAsn } from '../../src/network/asn';

test.each([
  [64_511, false],
  [64_512, true],
  [65_534, true],
  [65_536, false],
  [4_199_999_999, false],
  [4_200_000_000, true],
  [4_294_967_294, true],
])('AS %d is private: %s', (asn, expected) => {
  expect(isPrivateAsn(asn)).toBe(expected);
});

test('both ways to write a number are the same number', () => {
  expect(parseAsn('1.0')).toBe(parseAsn('65536'));
});
