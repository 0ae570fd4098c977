import fc from 'fast-check';
import { canonicalLine } from '../../src/commands/canonical-line';
import type { Declared } from '../../src/commands/declared';
import { parseLine, readLine } from '../../src/commands/grammar';
import { findVerb } from '../../src/commands/lookup';
import { readArgs } from '../../src/commands/read-args';
import { verbs } from '../../src/commands/verbs';
import { UserError } from '../../src/errors';
import { operations } from '../../src/ops/catalog';
import { unseen } from '../../src/ops/args/unseen';
import { inventory } from '../commands/small-world';
import { anyText } from './any-text';
import { cases, patienceMs } from './cases';
import { expectSentences, outcomeOf, quickly } from './outcome';

/* The first door: what somebody types in a channel. */

const declared: Declared[] = [...operations, ...verbs];
const words = [...new Set(declared.flatMap(({ args }) => Object.keys(args)))];

const value = fc.oneof(
  fc.constantFrom('contoso', 'hq', 'gw1', 'CR-7', 'yes', '203.0.113.7', '10.1.0.0/24', '65010'),
  anyText,
  anyText.map((text) => JSON.stringify(text)),
);
const word = fc.oneof(
  fc.tuple(fc.constantFrom(...words), value).map((pair) => pair.join('=')),
  fc.constantFrom(...words),
  value,
);
/** A command that is there, with words that may be its own. */
const nearlyReal = fc
  .tuple(fc.constantFrom(...declared), fc.array(word, { maxLength: 8 }))
  .map(([{ name }, rest]) => [name, ...rest].join(' '));
const behind = fc.constantFrom('', '=1', '=x', '="', ':1', ',');
/** As many words as fit into a line. */
const crowded = fc
  .tuple(fc.constantFrom(...declared), fc.integer({ min: 1, max: 6 }), fc.nat({ max: 600 }), behind)
  .map(([{ name }, length, count, end]) => {
    const rest = Array.from({ length: count }, (_, at) => at.toString(36).padStart(length, 'q'));
    return [name, ...rest.map((each) => each + end)].join(' ');
  });
const channel = fc.constantFrom(undefined, 'contoso', '#contoso', '__proto__');

function understand(typed: string, where: string | undefined): string {
  const line = readLine(typed);
  const of = findVerb(line, declared);
  const { given } = readArgs(of, line, { inventory, channel: where });
  return canonicalLine(of.name, of.args, given);
}

/** Who pastes a page gets no page back. */
const most = 2_500;

test.each([
  ['any text', anyText, cases],
  ['a line that is nearly right', nearlyReal, cases],
  ['a line of many words', crowded, Math.ceil(cases / 4)],
])(
  '%s is understood, or refused with sentences and lines that can be pressed',
  (_, typed, numRuns) => {
    fc.assert(
      fc.property(typed, channel, (text, where) => {
        const { value: canonical, error } = quickly(() =>
          outcomeOf(() => understand(text, where), UserError),
        );
        if (canonical !== undefined) return void parseLine(canonical);
        expectSentences(error.message, most);
        // Where a word was cut, half a character may stand.
        expect(unseen(error.message.replaceAll(/\n|\p{Cs}/gu, ' '))).toBeUndefined();
        for (const line of (error as UserError).suggestions) {
          expect(line.length).toBeLessThanOrEqual(2 * text.length + 2_000);
          outcomeOf(() => parseLine(line), UserError);
        }
      }),
      { numRuns },
    );
  },
  patienceMs,
);
