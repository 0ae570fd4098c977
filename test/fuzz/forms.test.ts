import fc from 'fast-check';
import { readForm, toForm } from '../../src/commands/form';
import { UserError } from '../../src/errors';
import { operations } from '../../src/ops/catalog';
import type { Operation } from '../../src/ops/operation';
import { inventory } from '../commands/small-world';
import { anyText } from './any-text';
import { cases, patienceMs } from './cases';
import { expectSentences, outcomeOf, quickly } from './outcome';

/* A form that was sent: nobody but our own card asks for these fields, and anybody can send others. */

/** Long enough to stand nowhere by chance, and what a phone or a paste may put behind it. */
const secret = fc.record({
  key: fc.stringMatching(/^Zq9[A-Za-z0-9+/!]{6,40}$/),
  odd: fc.constantFrom('', ' ', '"', 'é', '\u202e', '\n', '\ud83d'),
});

const value = fc.oneof(
  { arbitrary: anyText, weight: 3 },
  {
    arbitrary: fc.constantFrom('contoso', 'hq', 'yes', 'false', ' ', '10.1.0.0/24', '65010'),
    weight: 3,
  },
);
/** The key once more, where everybody would read it. */
const leak = fc.constantFrom('psk=KEY', 'psk: KEY', 'the psk is KEY', 'note psk => KEY.');

function operationOf(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

const submission = fc
  .record({
    operation: fc.constantFrom(...operations.map(({ name }) => name)),
    secret,
    leaks: fc.array(fc.option(leak), { maxLength: 12 }),
    values: fc.array(fc.option(value), { maxLength: 12 }),
    stray: fc.option(anyText, { freq: 20 }),
  })
  .map(({ operation, secret: { key, odd }, leaks, values, stray }) => {
    const sent = Object.entries(operationOf(operation).args).map(
      ([name, arg], at): [string, string] => {
        if (arg.secret !== undefined) return [name, key + odd];
        const told = leaks[at]?.replace('KEY', () => key);
        return [name, told ?? values[at] ?? ''];
      },
    );
    const strays: [string, string][] = stray === null ? [] : [[stray, key + odd]];
    return { operation, key, odd, values: Object.fromEntries([...sent, ...strays]) };
  });

test(
  'any form is read or refused, and a secret in it stands in no text and no sentence',
  () => {
    fc.assert(
      fc.property(submission, ({ operation, key, odd, values }) => {
        const of = operationOf(operation);
        const { value: read, error } = quickly(() =>
          outcomeOf(() => readForm(of, values, inventory), UserError),
        );
        if (read === undefined) {
          expectSentences(error.message, 2_000);
          expect(error.message).not.toContain(key);
          return;
        }
        for (const sentence of Object.values(read.errors)) expectSentences(sentence, 2_000);
        const { texts, errors } = read;
        const problems = Object.entries(errors).map(([name, sentence]) => ({ name, sentence }));
        const again = toForm(of, texts, { inventory, context: '', problems });
        expect(JSON.stringify([texts, errors, again])).not.toContain(key);
        for (const [name, arg] of Object.entries(of.args)) {
          if (arg.secret !== undefined) expect(read.secrets).toEqual({ [name]: key + odd });
        }
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
