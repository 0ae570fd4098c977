import fc from 'fast-check';
import { BlockList, isIP } from 'node:net';
import { formatAddress, parseAddress } from '../../src/network/address';
import { contains, formatCidr, overlaps, parseCidr } from '../../src/network/cidr';
import { Malformed } from '../../src/network/malformed';

/** An oracle from elsewhere: Node's own block list says whether an address is in a prefix. */
function isIn(prefix: string, address: string): boolean {
  const [network = '', length = ''] = prefix.split('/');
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(address) !== isIP(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length), family);
  return list.check(address, family);
}

/** A few low and high blocks, so that two random ones often meet. */
const v4 = fc.oneof(
  fc.bigInt({ min: 0n, max: 0xffffffffn }),
  fc.bigInt({ min: 0n, max: 15n }).map((n) => (10n << 24n) + (n << 12n)),
);
const v6 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  fc.bigInt({ min: 0n, max: 15n }).map((n) => (0x20010db8n << 96n) + (n << 40n)),
);
const address = fc.oneof(
  v4.map((value) => ({ family: 4 as const, value })),
  v6.filter((value) => value >> 32n !== 0xffffn).map((value) => ({ family: 6 as const, value })),
);
const prefix = address.chain(({ family, value }) =>
  fc.integer({ min: 0, max: family === 4 ? 32 : 128 }).map((length) => {
    const host = BigInt((family === 4 ? 32 : 128) - length);
    return `${formatAddress({ family, value: (value >> host) << host })}/${length}`;
  }),
);

test('an address survives being written and read', () => {
  fc.assert(
    fc.property(address, (one) => {
      expect(isIP(formatAddress(one))).toBe(one.family);
      expect(parseAddress(formatAddress(one))).toEqual(one);
    }),
  );
});

test('an IPv6 address is written as a URL writes it, and every spelling reads the same', () => {
  fc.assert(
    fc.property(
      v6.filter((value) => value >> 32n !== 0xffffn),
      (value) => {
        const text = formatAddress({ family: 6, value });
        expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
        const long = value.toString(16).padStart(32, '0').toUpperCase().match(/.{4}/g)?.join(':');
        expect(parseAddress(long ?? '').value).toBe(value);
      },
    ),
  );
});

test('a prefix survives being written and read', () => {
  fc.assert(
    fc.property(prefix, (text) => {
      expect(formatCidr(parseCidr(text))).toBe(text);
    }),
  );
});

test('containing and overlapping agree with the block list of Node', () => {
  fc.assert(
    fc.property(prefix, prefix, (one, other) => {
      const [a, b] = [parseCidr(one), parseCidr(other)];
      const first = (text: string) => text.slice(0, text.indexOf('/'));
      const oneHoldsOther = isIn(one, first(other)) && a.length <= b.length;
      expect(contains(a, b)).toBe(oneHoldsOther);
      expect(overlaps(a, b)).toBe(isIn(one, first(other)) || isIn(other, first(one)));
    }),
    { numRuns: 1000 },
  );
});

test('only texts that Node takes for an address are read', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f.:x/]{1,20}$/)), (text) => {
      let read = true;
      try {
        parseAddress(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
        read = false;
      }
      if (read) expect(isIP(text)).not.toBe(0);
    }),
  );
});

test.each([
  ['010.0.0.1/8', /leading zeros/],
  ['10.1/16', /all four numbers/],
  ['0x0a.0.0.0/8', /is not an IP address/],
  ['256.1.1.1/8', /is not an IP address/],
  ['10.0.0.0/33', /length from 0 to 32/],
  ['10.0.0.0/08', /length from 0 to 32/],
  ['10.0.0.0/', /length from 0 to 32/],
  ['10.0.0.0/-1', /length from 0 to 32/],
  ['10.0.0.0/8/8', /more than one slash/],
  ['10.1.0.0', /write 10\.1\.0\.0\/32/],
  ['10.1.0.5/24', /did you mean 10\.1\.0\.0\/24, or 10\.1\.0\.5\/32\?/],
  ['2001:db8::1/32', /did you mean 2001:db8::\/32/],
  ['::ffff:10.1.0.0/112', /write 10\.1\.0\.0/],
  ['fe80::1%eth0/64', /zone/],
  [' 10.0.0.0/8', /is not an IP address/],
  ['', /an address is missing/],
])('%j is refused', (text, sentence) => {
  expect(() => parseCidr(text)).toThrow(sentence);
});

test('host bits offer the block that the address is in', () => {
  const error = (() => {
    try {
      return parseCidr('10.1.0.5/24');
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toMatchObject({ meant: '10.1.0.0/24' });
});

test.each([
  ['10.1.0.0/255.255.255.0', '10.1.0.0/24'],
  ['10.1.0.5/255.255.255.0', '10.1.0.0/24'],
  ['10.0.0.0/255.0.0.0', '10.0.0.0/8'],
  ['0.0.0.0/0.0.0.0', '0.0.0.0/0'],
  ['203.0.113.7/255.255.255.255', '203.0.113.7/32'],
])('the dotted mask of %s is told as a length', (text, meant) => {
  expect(() => parseCidr(text)).toThrow(
    expect.objectContaining({
      message: `${text} has a dotted mask; write its length: ${meant}`,
      meant,
    }),
  );
});

test.each(['10.0.0.0/255.0.255.0', '10.0.0.0/0.0.0.255', '10.0.0.0/256.0.0.0', '::/255.0.0.0'])(
  '%s has no mask',
  (text) => expect(() => parseCidr(text)).toThrow('needs a length from 0 to'),
);

test.each(['/', '/24', ' '])('%j has no address, and says so in a whole sentence', (text) => {
  expect(() => parseCidr(text)).toThrow(/^an address is missing; write it like /);
});
