import fc from 'fast-check';
import { findClash, formatSubnet, parseSubnet } from '../../src/network/subnet';

test.each(['10.1.0.0/24', '10.1.0.0/24:100', '0.0.0.0/0:1', '2001:db8::/32', '2001:db8::/32:9999'])(
  '%s survives being read and written',
  (text) => {
    expect(formatSubnet(parseSubnet(text))).toBe(text);
  },
);

test.each([
  ['10.1.0.0/24:', /metric from 1 to 9999/],
  ['10.1.0.0/24:0', /metric from 1 to 9999/],
  ['10.1.0.0/24:10000', /metric from 1 to 9999/],
  ['10.1.0.0/24:1:2', /metric from 1 to 9999/],
  ['10.1.0.0:100', /is not an IP address/],
  ['10.1.0.5/24:100', /did you mean 10\.1\.0\.0\/24/],
])('%s is refused', (text, sentence) => {
  expect(() => parseSubnet(text)).toThrow(sentence);
});

test('the correction of host bits keeps the metric', () => {
  expect(() => parseSubnet('10.1.0.5/24:100')).toThrow(
    expect.objectContaining({ meant: '10.1.0.0/24:100' }),
  );
});

test('a clash is found whatever the order', () => {
  const list = ['10.1.0.0/16', '10.2.0.0/16', '10.1.9.0/24', '2001:db8::/32'];
  fc.assert(
    fc.property(fc.shuffledSubarray(list, { minLength: 4 }), (order) => {
      expect(findClash(order.map(parseSubnet))).toBe(
        '10.1.0.0/16 already covers 10.1.9.0/24; keep one',
      );
    }),
  );
});

test('the host route of a BGP peer may stand beside the prefix that it is in', () => {
  expect(findClash(['10.50.0.0/16', '10.50.0.1/32:10'].map(parseSubnet))).toBeUndefined();
});
