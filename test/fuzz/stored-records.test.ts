import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { type ChangeRequest, legalMoves } from '../../approvals/request';
import { readRecord, type StoredRecord } from '../../src/adapters/redis/record';
import { createRecordSeal } from '../../src/adapters/redis/record-seal';
import { RecordError } from '../../src/errors';
import { aRequest, aVote } from '../approvals/request-fixture';
import { anyData, changed } from './any-data';
import { anyText, torn } from './any-text';
import { cases, patienceMs } from './cases';
import { expectSentences, outcomeOf, quickly } from './outcome';

/* Whoever can write to Redis writes a record: without the key it is no request, whatever it looks like. */

const ours = createRecordSeal(randomBytes(32));
const theirs = createRecordSeal(randomBytes(32));

const pending = aRequest();
const approved = aRequest({ version: 4, state: 'approved', votes: [aVote('bob')] });
const real = JSON.stringify(pending);
/** All that the bot wrote, as Redis has it. */
const written = [pending, approved, aRequest({ id: 'CR-2' })].map((request) => {
  const json = JSON.stringify(request);
  return { id: request.id, json, seal: ours.of(request.id, json) };
});

const id = fc.oneof(
  { arbitrary: fc.constantFrom('CR-1', 'CR-2'), weight: 6 },
  fc.constantFrom('CR-3', '__proto__', ''),
  anyText,
);
/** Of this version, of a later one, and what every object has. */
const states = fc.constantFrom('kept', 'stuck', 'merging', 'constructor', 'Kept', '');
const json = fc.oneof(
  { arbitrary: fc.constantFrom(...written.map((one) => one.json)), weight: 2 },
  {
    arbitrary: torn(real, ['CR-2', '"approved"', 'kept', '{', '}', '"', ',', '1', 'null']),
    weight: 2,
  },
  { arbitrary: changed(approved, fc.constantFrom('kept', 'CR-2', 4)).map(asJson), weight: 4 },
  { arbitrary: states.map((state) => asJson({ ...approved, state })), weight: 1 },
  { arbitrary: anyData.map(asJson), weight: 1 },
  { arbitrary: fc.constantFrom(null, undefined, ''), weight: 1 },
);

function asJson(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

const otherSeal = fc.oneof(fc.stringMatching(/^[0-9a-f]{64}$/), anyText);

/** Version and state as the record says them itself, or as it does not. */
const fields = json.chain((text) => {
  const { version, state } = parsed(text);
  const as = (value: unknown, ...others: string[]) =>
    fc.oneof(
      { arbitrary: fc.constant(String(value)), weight: 5 },
      fc.constantFrom(null, ...others),
    );
  const seal = fc.oneof(
    fc.constantFrom(...written.map((one) => one.seal), undefined, null, ''),
    fc.constantFrom('CR-1', 'CR-2').map((name) => theirs.of(name, text ?? '')),
    otherSeal,
  );
  return fc.tuple(fc.constant(text), as(version, '1', '4'), as(state, 'approved', 'kept'), seal);
});

function parsed(text: string | null | undefined): Partial<ChangeRequest> {
  try {
    return (JSON.parse(text ?? '') as Partial<ChangeRequest> | null) ?? {};
  } catch {
    return {};
  }
}

const isWritten = (name: string, [text, , , seal]: StoredRecord) =>
  written.some((one) => one.id === name && one.json === text && one.seal === seal);

test('what the bot wrote is a request', () => {
  for (const { id: name, json: text, seal } of written) {
    const { version, state } = parsed(text);
    expect(readRecord(name, [text, String(version), state, seal], ours)).toEqual(JSON.parse(text));
  }
});

test(
  'any record is one that the bot wrote, or refused with a sentence: no request comes of a forged one',
  () => {
    fc.assert(
      fc.property(id, fields, (name, stored) => {
        const { value, error } = quickly(() =>
          outcomeOf(() => readRecord(name, stored, ours), RecordError),
        );
        if (error !== undefined) return expectSentences(error.message, 1_000 + name.length);
        if (value !== undefined) expect(isWritten(name, stored)).toBe(true);
        else expect(stored.slice(0, 3).every((field) => field == null)).toBe(true);
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);

test(
  'anything under the right seal is a request in a known state, or refused with a sentence',
  () => {
    fc.assert(
      fc.property(id, fields, (name, [text, version, state]) => {
        const stored = [text, version, state, ours.of(name, text ?? '')];
        const { value, error } = quickly(() =>
          outcomeOf(() => readRecord(name, stored, ours), RecordError),
        );
        if (error !== undefined) return expectSentences(error.message, 1_000 + 2 * name.length);
        if (value === undefined) return;
        expect([value.id, value.state, String(value.version)]).toEqual([name, state, version]);
        expect(Object.keys(legalMoves)).toContain(value.state);
      }),
      { numRuns: cases },
    );
  },
  patienceMs,
);
