import { auditVerdict } from '../../src/messages/audit-verdict';

const sealed = [
  {
    seq: 12,
    at: Date.UTC(2026, 10, 27, 6, 50),
    by: 'root on the bot’s host',
    because: 'a disk was copied back',
    sentence: 'Entry 5 is missing: the next one there is 6-0.',
  },
];

test('a trail without a break is whole', () => {
  expect(auditVerdict({ ok: true, entries: 1 })).toBe(
    'The audit trail is whole: 1 entry, none changed, none missing.',
  );
});

test('every break that was sealed is told with every verdict: where, who, when and why', () => {
  expect(auditVerdict({ ok: true, entries: 11, sealed })).toBe(
    'The audit trail holds: 11 entries, but for 1 break that was sealed.\n' +
      'Entry 12: Entry 5 is missing: the next one there is 6-0. Sealed by root on the bot’s host, 2026-11-27 06:50 UTC: a disk was copied back',
  );
});

test('a trail that does not hold says where, and how to go on', () => {
  const problem = { seq: 5, sentence: 'Entry 5 is missing.' };
  const said = auditVerdict({ ok: false, entries: 4, problem });
  expect(said).toContain('does not hold at entry 5: Entry 5 is missing.');
  expect(said).toContain('mtgw audit seal --because');
});
