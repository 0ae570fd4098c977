import { legalMoves, type RequestState } from '../../approvals/request';
import { requestButtons } from '../../src/messages/request-buttons';
import { aRequest } from '../approvals/request-fixture';

const gates = [
  { id: 'up', kind: 'peer' as const, held: false, sentence: 'The tunnel is not up yet.', at: 0 },
];
const states = Object.keys(legalMoves) as RequestState[];
const asking = states.flatMap((state) =>
  requestButtons(aRequest({ id: 'CR-999999999', state, gates, unread: 1 }))
    .filter(({ reason }) => reason !== undefined)
    .map((button) => ({ state, ...button })),
);

test('in every state in which one is asked, a reason is asked for by naming the act and the request', () => {
  expect([...new Set(asking.map(({ label }) => label))]).toEqual(['Deny', 'Close', 'Keep']);
});

test.each(asking)('$state: $label says what it does to which request', ({ label, reason }) => {
  expect(reason).toMatchObject({
    title: `${label} CR-999999999`,
    about: aRequest().line,
    required: true,
  });
  // Slack takes no more in the head of a modal.
  expect(reason?.title.length).toBeLessThanOrEqual(24);
});
