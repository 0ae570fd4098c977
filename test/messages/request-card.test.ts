import { legalMoves, type RequestState } from '../../approvals/request';
import type { Message } from '../../src/message';
import { requestCard } from '../../src/messages/request-card';
import { looks } from '../../src/messages/state-label';
import { sentences } from '../../src/messages/sentences';
import { messageText } from '../../src/adapters/web/text';
import { createPeople } from '../../src/world/people';
import { aRequest, aVote } from '../approvals/request-fixture';

const people = createPeople({
  alice: { name: 'Alice', groups: ['network-engineers'] },
  bob: { name: 'Bob', groups: ['network-leads'] },
});
const states = Object.keys(legalMoves) as RequestState[];
const { policy } = aRequest();
if (policy === undefined) throw new Error('the fixture has a policy');
const waits = sentences.waitsForApproval(policy);

const drawn = (change: Parameters<typeof aRequest>[0]): Message =>
  requestCard(aRequest(change), { people, open: true });
const linesOf = (change: Parameters<typeof aRequest>[0]) => messageText(drawn(change)).split('\n');

test('a wait for votes is said once on the card, beside its buttons', () => {
  const lines = linesOf({ because: waits });
  expect(lines.filter((line) => /waiting for/i.test(line))).toEqual([
    'CR-1 Waiting for approval: add-s2s tenant=contoso site=hq',
    '🗳️ CR-1 Waiting for approval',
    'Waiting for 1 approval from network-leads.',
  ]);
  expect(lines.at(-2)).toBe('Waiting for 1 approval from network-leads.');
});

test.each([
  ['that nobody could approve it', `${waits} Nobody but alice could.`, 'Nobody but alice could.'],
  ['that a vote was taken back', sentences.withdrawn('bob'), sentences.withdrawn('bob')],
])('what else is to be said stays on the card: %s', (_, because, said) => {
  expect(linesOf({ because }).slice(-3, -1)).toEqual([
    said,
    'Waiting for 1 approval from network-leads.',
  ]);
});

test('what the sentence beside the buttons says of the far end is not in the list above it too', () => {
  const gate = (id: string, held: boolean, sentence: string) => ({
    ...{ id, held, sentence, at: 0 },
    kind: 'peer' as const,
  });
  const gates = [gate('there', true, 'gw1 reads back.'), gate('up', false, 'It is not up.')];
  const because = 'It is not up. It is undone unless that changes.';
  const lines = linesOf({ state: 'verifying', gates, because });
  expect(lines.filter((line) => line.includes('not up'))).toEqual([because]);
  expect(lines).toContain('- ✓ gw1 reads back.');
});

test('until when it can be kept is a time in the zone of whoever reads the card', () => {
  const confirm = Date.UTC(2026, 10, 27, 3, 42);
  const because = 'Press Keep by 03:42 UTC, or it is undone.';
  const { blocks } = drawn({ state: 'unconfirmed', because, due: { confirm } });
  expect(blocks.at(-1)).toEqual({
    kind: 'text',
    text: [
      { bold: 'Press Keep by ' },
      { time: confirm, text: '03:42 UTC' },
      { bold: ', or it is undone.' },
    ],
  });
});

test('with several groups each says whether it has voted', () => {
  const approvers = [...policy.approvers, { group: 'security', count: 1 }];
  const change = { policy: { ...policy, approvers }, votes: [aVote('bob')] };
  const said = 'Approved by bob for network-leads. Waiting for 1 approval from security.';
  expect(linesOf({ ...change, because: said }).slice(-3, -1)).toEqual([
    '- ✓ Approved by bob for network-leads.',
    '- … Waiting for 1 approval from security.',
  ]);
});

test('every state has a mark of its own, so that none is told from another by words or colour alone', () => {
  const marks = states.map((state) => drawn({ state }).mark);
  expect(marks).not.toContain(undefined);
  expect(new Set(marks).size).toBe(states.length);
});

test('what waits for a person, what goes on by itself and what is done have different tones', () => {
  const toned = (wanted: string) => states.filter((state) => looks[state].tone === wanted);
  expect(toned('waiting')).toEqual(['pending', 'unconfirmed']);
  expect(toned('working')).toEqual(['planning', 'approved', 'queued', 'applying', 'verifying']);
  expect(toned('good')).toEqual(['kept']);
});
