import type { SecretRef } from '../../../approvals/plan';
import type { ValuesOf } from '../../../src/ops/arg';
import { address, addressOrName } from '../../../src/ops/args/address';
import { asn } from '../../../src/ops/args/asn';
import { choice } from '../../../src/ops/args/choice';
import { flag } from '../../../src/ops/args/flag';
import { integer } from '../../../src/ops/args/integer';
import { gateway, site, tenant } from '../../../src/ops/args/name';
import { objectName } from '../../../src/ops/args/object-name';
import { secret } from '../../../src/ops/args/secret';
import { subnets } from '../../../src/ops/args/subnets';
import { text } from '../../../src/ops/args/text';
import { defineChange } from '../../../src/ops/operation';

/** The value, or the sentence that says why there is none. */
function read(
  arg: { schema: { safeParse(text: string): ReturnType<typeof parse> } },
  typed: string,
) {
  const result = arg.schema.safeParse(typed);
  return result.success ? result.data : (result.error?.issues[0]?.message ?? '');
}
declare function parse(): {
  success: boolean;
  data?: unknown;
  error?: { issues: { message: string }[] };
};

describe('values have the types that the declaration says', () => {
  const args = {
    tenant: tenant(),
    site: site({ optional: true }),
    subnets: subnets({ optional: true }),
    cipher: choice(['AES128', 'AES256']),
    limit: integer({ min: 1, max: 10 }, { optional: true }),
    persistent: flag(),
    psk: secret({ makeable: true }),
  };
  type Values = ValuesOf<typeof args>;
  type Expected = {
    tenant: string;
    cipher: 'AES128' | 'AES256';
    psk: SecretRef;
    site?: string;
    subnets?: string[];
    limit?: number;
    persistent?: boolean;
  };
  type Same<A, B> = [A, B] extends [B, A] ? true : false;

  test('the compiler agrees', () => {
    const same: Same<Values, Expected> = true;
    expect(same).toBe(true);
  });

  test('defineChange hands them to the plan', () => {
    defineChange({
      name: 'add-test',
      summary: 'Add a test',
      risk: 'tenant',
      args,
      examples: [],
      reads: () => ({}),
      plan(values) {
        const list: string[] | undefined = values.subnets;
        const name: string = values.tenant;
        throw new Error(`${name} ${list?.join(',')}`);
      },
      looks: () => ({}),
      stateOf: () => ({}),
    });
  });
});

test.each([
  [tenant(), 'contoso', 'contoso'],
  [tenant(), 'Contoso', 'contoso'],
  [site(), 'hq-2', 'hq-2'],
  [gateway(), 'gw1', 'gw1'],
  [address(), '203.0.113.7', '203.0.113.7'],
  [address(), '2001:DB8:0:0::7', '2001:db8::7'],
  [addressOrName(), 'VPN.contoso.example', 'vpn.contoso.example'],
  [addressOrName(), '203.0.113.7', '203.0.113.7'],
  [choice(['AES128', 'AES256']), 'aes256', 'AES256'],
  [integer({ min: 0, max: 900, unit: 'kbps' }), '512', 512],
  [integer({ min: 0, max: 900, unit: 'kbps' }), '512 Kbps', 512],
  [integer({ min: -5, max: 5 }), '-3', -3],
  [flag(), 'YES', true],
  [flag(), 'off', false],
  [text({ max: 30 }), ' far\nend   asked ', 'far end asked'],
  [asn(), '65010', 65_010],
  [asn(), 'AS65010', 65_010],
  [asn(), 'as 65010', 65_010],
  [asn(), '1', 1],
  [asn(), '4294967294', 4_294_967_294],
  [asn(), '64086.59904', 4_200_000_000],
  [asn(), '0.65010', 65_010],
  [asn(), '65000.1', 4_259_840_001],
  [objectName(), 'Contoso-Site1_bgp.2', 'Contoso-Site1_bgp.2'],
  [subnets(), '10.1.0.0/24', ['10.1.0.0/24']],
  [subnets(), '10.1.0.0/24:100, 2001:DB8::/32:7', ['10.1.0.0/24:100', '2001:db8::/32:7']],
  [subnets(), '10.1.0.0/16,10.1.0.1/32', ['10.1.0.0/16', '10.1.0.1/32']],
  [integer({ min: 3, max: 9, orZero: true }), '0', 0],
  [integer({ min: 3, max: 9, orZero: true }), '3', 3],
])('%# reads %j', (arg, typed, value) => {
  expect(read(arg as never, typed)).toEqual(value);
});

test.each([
  [tenant(), 'con toso', /letters, digits and dashes/],
  [tenant(), '', /1 to 31/],
  [tenant(), 'соntoso', /letters, digits/],
  [address(), '10.1.0.0/24', /is a prefix; give one address/],
  [address(), '127.0.0.1', /can't be another machine/],
  [address(), '255.255.255.255', /can't be another machine/],
  [address({ family: 4 }), '2001:db8::1', /takes IPv4 only/],
  [address(), 'vpn.example', /is not an IP address/],
  [addressOrName(), '999.1.1.1', /is not an IP address/],
  [addressOrName(), 'localhost', /is not an IP address/],
  [choice(['AES128', 'AES256']), 'DES', /not one of AES128, AES256/],
  [integer({ min: 1, max: 5 }), '010', /whole number from 1 to 5/],
  [integer({ min: 1, max: 5 }), '6', /whole number from 1 to 5/],
  [integer({ min: 1, max: 5 }), '1e0', /whole number/],
  [
    integer({ min: 3, max: 9, orZero: true }),
    '2',
    /2 does not fit; use 0, or a whole number from 3 to 9/,
  ],
  [integer({ min: 3, max: 9, orZero: true }), '-1', /use 0, or/],
  [flag(), 'maybe', /neither yes nor no/],
  [text({ max: 5 }), 'abcdef', /6 characters are too long; at most 5/],
  [text({ max: 5 }), '  ', /nothing in it/],
  [text({ max: 9 }), 'a\u202eb', /U\+202E/],
  [asn(), '0', /AS 0 is no AS number/],
  [asn(), '23456', /old routers/],
  [asn(), '65535', /AS 65535 is reserved/],
  [asn(), '4294967295', /AS 4294967295 is reserved/],
  [asn(), '65535.65535', /AS 4294967295 is reserved/],
  [asn(), '4294967296', /from 1 to 4294967295/],
  [asn(), '65536.1', /each half is at most 65535/],
  [asn(), '1.2.3', /is not an AS number/],
  [asn(), '-5', /is not an AS number/],
  [asn(), '065010', /is not an AS number/],
  [asn(), '', /is not an AS number/],
  [objectName(), 'contoso-*', /is not a name/],
  [objectName(), 'a b', /is not a name/],
  [objectName(), 'x'.repeat(65), /is not a name/],
  [subnets(), '', /no prefix/],
  [subnets(), '10.1.0.0/24,,10.2.0.0/24', /comma has no prefix/],
  [subnets(), '10.1.0.0/24,10.1.0.0/24', /10\.1\.0\.0\/24 is there twice/],
  [subnets(), '10.1.0.0/24:1,10.1.0.0/24:2', /with two metrics/],
  [subnets(), '10.1.2.0/24,10.1.0.0/16', /10\.1\.0\.0\/16 already covers 10\.1\.2\.0\/24/],
  [subnets(), '10.1.0.5/24,10.2.0.9/16', /10\.1\.0\.0\/24.*10\.2\.0\.0\/16/],
  [
    subnets(),
    Array.from({ length: 201 }, (_, i) => `10.0.${i}.0/24`).join(','),
    /201 are too many/,
  ],
  [secret({ makeable: true }), 'correct horse battery staple', /never typed in a line/],
])('%# refuses %j', (arg, typed, sentence) => {
  expect(read(arg as never, typed)).toMatch(sentence);
});

test('host bits in a list offer the whole list corrected', () => {
  const result = subnets().schema.safeParse('10.1.0.5/24:7,10.2.0.0/16');
  expect(result.error?.issues[0]).toMatchObject({ params: { meant: '10.1.0.0/24:7,10.2.0.0/16' } });
});

test('a mistyped choice offers the nearest', () => {
  const result = choice(['AES128', 'AES256']).schema.safeParse('AES257');
  expect(result.error?.issues[0]).toMatchObject({ params: { meant: 'AES256' } });
});
