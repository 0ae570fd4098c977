import fc from 'fast-check';
import { parseLine } from '../../src/commands/grammar';
import { readPress } from '../../src/commands/read-press';
import { verbs } from '../../src/commands/verbs';
import { UserError } from '../../src/errors';
import { unseen } from '../../src/ops/args/unseen';
import { anyText } from './any-text';
import { cases, patienceMs } from './cases';
import { expectSentences, outcomeOf, quickly } from './outcome';

/* A button that was pressed, or something that says it was one. */

const action = fc.oneof(
  fc.constantFrom(...verbs.map(({ name }) => name), 'say', 'form', '__proto__'),
  anyText,
);
const value = fc.oneof(
  fc.tuple(fc.constantFrom('CR-7', 'cr-7', '7', 'CR-0', ''), anyText).map((pair) => pair.join(' ')),
  anyText,
);
const key = fc.stringMatching(/^[A-Za-z0-9+/!]{3}Zq9[A-Za-z0-9+/]{6,20}$/);
const leak = fc
  .tuple(fc.constantFrom('psk=', 'psk: ', 'the psk is ', 'SharedSecret="'), key)
  .map(([name, secret]) => ({ reason: `it was down, ${name}${secret}`, secret }));
const plain = fc
  .oneof(fc.constantFrom(undefined, '', ' ', 'the far end follows on Monday'), anyText)
  .map((reason) => ({ reason, secret: undefined }));

test(
  'any press is read or refused, and no secret in its reason is repeated',
  () => {
    fc.assert(
      fc.property(action, value, fc.oneof(plain, plain, leak), (name, carried, why) => {
        const { reason, secret } = why;
        const press = { action: name, value: carried, ...(reason === undefined ? {} : { reason }) };
        const { value: words, error } = quickly(() => outcomeOf(() => readPress(press), UserError));
        if (words === undefined) {
          expectSentences(error.message, 2_000);
          if (secret !== undefined) expect(error.message).not.toContain(secret);
          return;
        }
        expect(secret).toBeUndefined();
        expect(words['request']).toMatch(/^CR-[1-9]\d*$/);
        const { because } = words;
        expect((because ?? '').length).toBeLessThanOrEqual(500);
        expect(unseen(because ?? '')).toBeUndefined();
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);

test(
  'any line that a button carries is taken apart or refused',
  () => {
    fc.assert(
      fc.property(value, (line) => {
        const { error } = quickly(() => outcomeOf(() => parseLine(line), UserError));
        if (error !== undefined) expectSentences(error.message, 2_000);
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
