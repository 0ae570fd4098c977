import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { z } from 'zod';
import { readAnswers } from '../../src/adapters/powershell/answer';
import { readClixml, readClixmlInTurns } from '../../src/adapters/powershell/clixml/read';
import { type Writable, writeClixml } from '../../src/adapters/powershell/clixml/write';
import { scrub } from '../../src/adapters/powershell/scrub';
import { unpackAnswer } from '../../src/adapters/powershell/unpack';
import type { PsValue } from '../../src/ports/shells';
import { domainRow, peerRow, routerRow, tunnelRow } from '../ops/recorded';
import { anyText, torn } from './any-text';
import { cases, patienceMs } from './cases';
import { outcomeOf, quickly } from './outcome';

/* What a gateway answers, as it comes out of PowerShell. A broken gateway, or one in strange hands, writes it. */

const rows = [tunnelRow('contoso-hq'), domainRow('Contoso'), routerRow('Contoso'), peerRow('p')];
const documents = [
  writeClixml([['gw1', 'answered', '', false, [[rows as Writable[], [], [], 12]]]]),
];
const tags = [
  'S',
  'I32',
  'I64',
  'U64',
  'Db',
  'B',
  'C',
  'Nil',
  'SS',
  'Obj',
  'LST',
  'DCT',
  'En',
  'MS',
];
const pieces = tags
  .flatMap((tag) => [`<${tag}>`, `</${tag}>`, `<${tag} N="Key"/>`, `<${tag} RefId="0">`])
  .concat([
    '<Ref RefId="0"/>',
    '<Ref N="Key" RefId="1"/>',
    '<TNRef RefId="0"/>',
    '<ToString>',
    '_x',
  ])
  .concat([
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?x ?>',
    '&#0;',
    '&#xFFFE;',
    '&lol;',
    '_xD83D_',
    '\0',
  ])
  .concat([
    '<!DOCTYPE x [<!ENTITY lol "lol">]>',
    ' N="__proto__"',
    '">',
    '1e999',
    '99999999999999999999',
  ]);

/** Elements that open and close, in any order that XML allows. */
const soup = fc.letrec<{ element: string }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc
      .tuple(fc.constantFrom(...tags, 'T', 'TN', 'ToString', 'Props'), fc.string())
      .map(([tag, text]) => `<${tag}>${text.replace(/[<&\]]/g, '')}</${tag}>`),
    fc.nat({ max: 4 }).map((id) => `<Ref RefId="${id}"/>`),
    fc
      .tuple(
        fc.constantFrom('Obj', 'Obj', 'LST', 'DCT', 'En', 'MS', 'S'),
        fc.constantFrom('', ' N="Key"', ' N="Value"', ' N="__proto__"'),
        fc.nat({ max: 4 }),
        fc.array(tie('element'), { maxLength: 4 }),
      )
      .map(([tag, name, id, inner]) => `<${tag}${name} RefId="${id}">${inner.join('')}</${tag}>`),
  ),
})).element;

const answer = fc.oneof(
  { arbitrary: fc.constantFrom(...documents).chain((real) => torn(real, pieces)), weight: 3 },
  { arbitrary: soup.map((inner) => `<Objs Version="1.1.0.1">${inner}</Objs>`), weight: 3 },
  { arbitrary: anyText, weight: 1 },
);

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) {
    return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
  }
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

/** The reader says that it is an Error; a slip of our own would be one of these kinds. */
function expectRefusal(error: Error): void {
  expect(error).not.toBeInstanceOf(TypeError);
  expect(error).not.toBeInstanceOf(RangeError);
  expect(error.message).toMatch(/\S/);
}

test(
  'any answer is plain data, or refused',
  () => {
    fc.assert(
      fc.property(answer, (xml) => {
        const { value, error } = quickly(() => outcomeOf(() => readClixml(xml), Error));
        if (error !== undefined) return expectRefusal(error);
        expect(isPlain(value)).toBe(true);
        const cleaned = quickly(() => scrub(value, ['contoso']));
        expect(isPlain(cleaned)).toBe(true);
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);

/** What came of it: a value, or an error that says of what shape it was not. */
async function settled<T>(reading: Promise<T>): Promise<{ value?: T; error?: z.ZodError }> {
  try {
    return { value: await reading };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { error };
  }
}

test(
  'what is read in turns is what is read at once',
  async () => {
    const long = fc.array(answer, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(long, fc.boolean(), async (parts, isZipped) => {
        const inner = parts.join('').replace(/<\/?Objs[^>]*>/g, '');
        const padding = `<S>${'é😀'.repeat(12_000)}</S>`;
        const bytes = Buffer.from(`<Objs Version="1.1.0.1">${inner}${padding}${inner}</Objs>`);
        const atOnce = outcomeOf(() => readClixml(bytes.toString()), Error);
        const line = isZipped
          ? `gzip ${gzipSync(bytes).toString('base64')}`
          : `plain ${bytes.toString('base64')}`;
        const inTurns = await readClixmlInTurns(unpackAnswer(line, bytes.length)).then(
          (value) => ({ value }),
          (error: Error) => ({ error }),
        );
        expect(inTurns).toEqual(atOnce);
      }),
      { numRuns: Math.ceil(cases / 10) },
    );
  },
  patienceMs,
);

test(
  'whatever was read is an answer of each gateway, or not of that shape',
  async () => {
    await fc.assert(
      fc.asyncProperty(answer, fc.boolean(), async (xml, packed) => {
        const { value: read = [] } = outcomeOf(() => readClixml(xml), Error);
        const own = Buffer.from(xml).toString('base64');
        const far: PsValue = [['gw1', 'answered', '', false, `plain ${own}`]];
        const given = packed ? far : (read[0] ?? null);
        const { value, error } = await settled(readAnswers(given, 1_000_000));
        if (packed) expect(error).toBeUndefined();
        for (const { target, outcome } of value?.answers ?? []) {
          expect(typeof target).toBe('string');
          expect(['answered', 'unreachable', 'timeout', 'died']).toContain(outcome);
        }
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
