import fc from 'fast-check';
import { canonicalLine } from '../../src/commands/canonical-line';
import { readForm } from '../../src/commands/form';
import { parseLine, readLine } from '../../src/commands/grammar';
import { normalise } from '../../src/commands/normalise';
import { parseArgs } from '../../src/commands/parse-args';
import { readArgs } from '../../src/commands/read-args';
import { UserError } from '../../src/errors';
import { addTunnel, everything, inventory, setTunnel, understand } from './small-world';

/** Pieces that lines are made of, so that random lines come near to real ones and to their traps. */
const piece = fc.oneof(
  fc.constantFrom(...everything.map(({ name }) => name)),
  fc.constantFrom(
    'tenant',
    'site',
    'subnets',
    'note',
    'persistent',
    'contoso',
    'hq',
    'psk',
    'CR-7',
  ),
  fc.constantFrom(
    '=',
    ' ',
    '  ',
    ' = ',
    ',',
    ', ',
    '"',
    "'",
    '\\',
    '\\"',
    '--',
    '-',
    '—',
    '“',
    '”',
  ),
  fc.constantFrom('<', '>', '&amp;', '<at>', '</at>', '|', '`', '\u00a0', '\u200b', '\u202e', '\n'),
  fc.constantFrom(
    '10.1.0.0/24',
    '10.1.0.5/24',
    ':100',
    '2001:db8::/32',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ maxLength: 6, unit: 'binary' }),
);
const line = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));

/** What a UserError says, or undefined when the line was understood. Anything else fails the test. */
function refusal(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).toMatch(/\S/);
    return [error.message, ...error.suggestions].join('\n');
  }
}

/** The letters and digits of some texts, as a bag: the same words in another dress and order are equal. */
function lettersOf(...texts: string[]): string {
  return Array.from(
    texts
      .join('')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  )
    .sort()
    .join('');
}

test('no line does anything but be understood or be refused with a sentence', () => {
  fc.assert(
    fc.property(line, fc.constantFrom(undefined, 'contoso'), (typed, channel) => {
      refusal(() => understand(typed, channel));
    }),
    { numRuns: 1000 },
  );
});

test('a line that is taken apart has lost no letter', () => {
  fc.assert(
    fc.property(line, (typed) => {
      const normal = normalise(typed);
      let parsed: ReturnType<typeof parseLine> | undefined;
      refusal(() => {
        parsed = parseLine(normal);
      });
      fc.pre(parsed !== undefined);
      const { verb, words, flags } = parsed ?? { verb: '', words: {}, flags: [] };
      expect(lettersOf(verb, ...Object.entries(words).flat(), ...flags)).toBe(lettersOf(normal));
    }),
    { numRuns: 2000 },
  );
});

test('undoing the dress of a chat removes no letter of a line without markup', () => {
  const plain = line.filter((typed) => !/[<&]/.test(typed) && !/^[\s`]*[/@]?mtgw/i.test(typed));
  fc.assert(
    fc.property(plain, (typed) => {
      const wide = typed.replace(/[\uff01-\uff5e]/g, '');
      expect(lettersOf(normalise(wide))).toBe(lettersOf(wide));
    }),
  );
});

test('every word of a line that is understood has become an argument', () => {
  fc.assert(
    fc.property(line, (typed) => {
      refusal(() => {
        const { line: parsed, given } = understand(typed);
        const count = Object.keys(parsed.words).length + parsed.flags.length;
        expect(Object.keys(given)).toHaveLength(count);
      });
    }),
  );
});

const name = fc.constantFrom('contoso', 'Contoso');
const prefix = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.option(fc.integer({ min: 1, max: 9999 })))
  .map(([n, metric]) => `10.${n}.0.0/16${metric === null ? '' : `:${metric}`}`);
const note = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ maxLength: 90, unit: 'grapheme' }),
  line,
);
const addTexts = fc.record(
  {
    tenant: name,
    site: fc.constantFrom('hq', 'HQ', 'branch'),
    destination: fc.oneof(fc.ipV4(), fc.ipV6()),
    subnets: fc
      .uniqueArray(prefix, { minLength: 1, selector: (text) => text.split('/')[0] })
      .map(String),
    persistent: fc.constantFrom('yes', 'no', 'ON', 'false'),
    note,
  },
  { requiredKeys: ['tenant', 'site'] },
);
const setTexts = fc.record(
  {
    tenant: name,
    site: fc.constantFrom('hq', 'branch'),
    cipher: fc.constantFrom('AES128', 'aes256'),
    limit: fc.integer({ min: -5, max: 110_000 }).map(String),
    persistent: fc.constantFrom('yes', 'no'),
  },
  { requiredKeys: ['tenant', 'site'] },
);

test.each([
  ['add-s2s', addTunnel, addTexts],
  ['set-s2s', setTunnel, setTexts],
] as const)('the canonical line of %s says the same again', (_, of, texts) => {
  fc.assert(
    fc.property(texts as fc.Arbitrary<Record<string, string>>, (typed) => {
      const { texts: given, errors } = readForm(of, typed, inventory);
      fc.pre(Object.keys(errors).length === 0);
      const canonical = canonicalLine(of.name, of.args, given);
      fc.pre(canonical.length <= 2000);
      const again = readBack(canonical);
      expect(again).toEqual(given);
      expect(canonicalLine(of.name, of.args, again)).toBe(canonical);
      const secrets = { psk: { secret: 'ref-1' } };
      expect(parseArgs(of.args, again, secrets)).toEqual(parseArgs(of.args, given, secrets));
    }),
    { numRuns: 1000 },
  );
});

function readBack(canonical: string): Record<string, string> {
  const parsed = parseLine(canonical);
  const of = everything.find(({ name: each }) => each === parsed.verb) ?? addTunnel;
  return readArgs(of, parsed, { inventory }).given;
}

const secretName = fc.constantFrom(
  'psk',
  'PSK',
  'pks',
  'password',
  'passwrod',
  'shared-secret',
  'SharedSecret',
  'pre_shared_key',
  'key',
  'radius-secret',
);
const between = fc.constantFrom(
  '=" ',
  '=note=',
  '=',
  ' = ',
  '= ',
  ' =',
  '="',
  "='",
  '=“',
  ':',
  ': ',
  ' ',
  ' "',
  '==',
  '=>',
);
const value = fc.stringMatching(/^[A-Za-z0-9+/!]{3}Zq9[A-Za-z0-9+/]{6,20}={0,2}$/);

const tail = fc.constantFrom('', '"', "'", ' ');

test('a secret in a line is never repeated, whatever stands around it', () => {
  fc.assert(
    fc.property(
      secretName,
      between,
      value,
      tail,
      line,
      line,
      (label, sign, secret, end, before, after) => {
        const typed = `add-s2s tenant=contoso ${before} ${label}${sign}${secret}${end} ${after}`;
        const said = refusal(() => readLine(typed));
        expect(said ?? '').not.toContain(secret);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a secret in an otherwise good line is always refused as one', () => {
  fc.assert(
    fc.property(secretName, between, value, (label, sign, secret) => {
      const said = refusal(() =>
        understand(`add-s2s tenant=contoso site=hq ${label}${sign}${secret}`),
      );
      expect(said).toContain('is a secret');
      expect(said).not.toContain(secret);
    }),
    { numRuns: 1000 },
  );
});

test('a secret of a form is given back apart, and no sentence has it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, maxLength: 140, unit: 'binary' }), (secret) => {
      fc.pre(secret.trim().length > 3 && !/^[a-z 0-9]*$/i.test(secret));
      const submission = readForm(
        addTunnel,
        { tenant: 'contoso', site: 'hq', psk: secret },
        inventory,
      );
      expect(submission.secrets).toEqual({ psk: secret });
      expect(JSON.stringify([submission.texts, submission.errors])).not.toContain(secret);
    }),
  );
});
