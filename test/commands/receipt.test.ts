import type { ChangeRequest } from '../../approvals/request';
import { receiptFor } from '../../src/commands/receipt';
import type { Heard } from '../../src/commands/heard';
import type { MessageRef, Place } from '../../src/ports/chat';
import type { CardRecord } from '../../src/ports/store';
import { aRequest } from '../approvals/request-fixture';

const card: MessageRef = { chat: 'slack', channel: 'C1', id: '17.1' };
const place: Place = { chat: 'slack', channel: 'C1' };

/** What is said to whoever presses that message's button, or types in that place. */
function receiptIn(where: Place, on?: MessageRef): Promise<string | undefined> {
  const cards: Partial<Record<string, CardRecord>> = { slack: { card, version: 1, posted: 0 } };
  const store = { cards: (_id: string, chat: string) => Promise.resolve(cards[chat]) };
  const heard = {
    parts: { store },
    where,
    ...(on === undefined ? {} : { on }),
  } as unknown as Heard;
  return receiptFor(heard, aRequest(), ({ id }: ChangeRequest) => `${id} it is`);
}

test('a press on the card of the request gets none: the card says it', async () => {
  expect(await receiptIn(place, card)).toBeUndefined();
});

test('what is typed in its thread gets none: the thread says it', async () => {
  expect(await receiptIn({ ...place, thread: card.id })).toBeUndefined();
});

const elsewhere: [string, Place, MessageRef | undefined][] = [
  ['typed in its channel', place, undefined],
  ['typed in another thread', { ...place, thread: '17.9' }, undefined],
  ['typed in another chat', { chat: 'teams', channel: 'T1' }, undefined],
  ['pressed on a copy of the card', place, { ...card, id: '18.2' }],
];

test.each(elsewhere)('what is %s gets one', async (_what, where, on) => {
  expect(await receiptIn(where, on)).toBe('CR-1 it is');
});
