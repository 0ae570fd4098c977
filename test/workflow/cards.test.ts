import { randomBytes } from 'node:crypto';
import type { ChangeRequest } from '../../approvals/request';
import { createChannels } from '../../src/world/channels';
import type { Chat, ChatName } from '../../src/ports/chat';
import { showAllAnew, showRequest } from '../../src/workflow/cards';
import type { ChatParts } from '../../src/workflow/parts';
import { auditOf, disconnectAll, freshRecords, quiet, requestOf } from '../adapters/redis/fixture';
import { type MemoryChat, memoryChat } from '../fakes/memory-chat';
import { realClock } from '../fakes/real-clock';
import { type RedisServer, startRedis } from '../redis-server';

/* What a chat shows of requests, over a real store: nothing twice, and nothing that is over for everybody. */

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(() => server.stop());

interface Shown {
  parts: ChatParts;
  cards: string[];
  edits: string[];
  lines: string[];
}

const day = 86_400_000;
const channels = createChannels({
  mtgw: { slack: 'C1', teams: 'T1', operations: true, health: false },
});

/** The same for every process of an installation. */
const platforms = new Map<string, MemoryChat>();

/** A process of the bot that speaks in these chats, over the records of that prefix. */
async function openChat(prefix: string, names: ChatName[]): Promise<Shown> {
  const { store } = await freshRecords(server, { prefix, chats: names });
  const shown: Shown = { parts: {} as ChatParts, cards: [], edits: [], lines: [] };
  const chatOf = (name: ChatName): Chat => {
    const platform = platforms.get(`${prefix} ${name}`) ?? memoryChat(name, realClock);
    platforms.set(`${prefix} ${name}`, platform);
    return {
      ...platform,
      async update(ref, message) {
        await platform.update(ref, message);
        shown.edits.push(ref.id);
      },
      async post(to, message, key) {
        (to.thread === undefined ? shown.cards : shown.lines).push(key);
        return platform.post(to, message, key);
      },
    };
  };
  const chats = Object.fromEntries(names.map((name) => [name, chatOf(name)]));
  shown.parts = { store, channels, chats, clock: realClock, log: quiet } as unknown as ChatParts;
  return shown;
}

const freshPrefix = () => `cards-${randomBytes(4).toString('hex')}`;

function aRequest(change: Partial<ChangeRequest> = {}): ChangeRequest {
  const said = (sentence: string) => ({ at: 1, sentence, tone: 'neutral' as const });
  return requestOf('CR-1', {
    home: { chat: 'slack', channel: 'mtgw' },
    timeline: [said('planned'), said('waiting')],
    stateSince: Date.now(),
    ...change,
  });
}

describe('a chat that is turned on later', () => {
  it('is not told of what ended before it could be shown there', async () => {
    const { parts, cards, lines } = await openChat(freshPrefix(), ['slack', 'teams']);
    const ended = aRequest({ state: 'kept', stateSince: Date.now() - day });
    await parts.store.create(ended, auditOf('CR-1'));
    await showRequest(parts, 'teams', 'CR-1');
    expect([...cards, ...lines]).toEqual([]);
    expect(await parts.store.behind('teams')).toEqual([]);
  });

  it('is told of what is open, at its start', async () => {
    const prefix = freshPrefix();
    const before = await openChat(prefix, ['slack']);
    await before.parts.store.create(aRequest({ state: 'pending' }), auditOf('CR-1'));
    expect(await before.parts.store.behind('teams')).toEqual([]);
    const { parts, cards } = await openChat(prefix, ['slack', 'teams']);
    await showAllAnew(parts);
    expect(await parts.store.behind('teams')).toEqual(['CR-1']);
    await showRequest(parts, 'teams', 'CR-1');
    expect(cards).toHaveLength(1);
  });
});

describe('what ended before its card was sent', () => {
  it('is shown all the same while it is news: a refusal is an answer', async () => {
    const { parts, cards } = await openChat(freshPrefix(), ['slack', 'teams']);
    await parts.store.create(aRequest({ state: 'closed' }), auditOf('CR-1'));
    await showRequest(parts, 'slack', 'CR-1');
    await showRequest(parts, 'teams', 'CR-1');
    expect(cards).toHaveLength(2);
  });

  it('is shown for a day where it was asked, and for ten minutes elsewhere', async () => {
    const { parts, cards } = await openChat(freshPrefix(), ['slack', 'teams']);
    const ended = aRequest({ state: 'closed', stateSince: Date.now() - 3_600_000 });
    await parts.store.create(ended, auditOf('CR-1'));
    await showRequest(parts, 'teams', 'CR-1');
    expect(cards).toEqual([]);
    await showRequest(parts, 'slack', 'CR-1');
    expect(cards).toHaveLength(1);
  });

  it('still gets its end on a card that is there, however late', async () => {
    const { parts, cards, edits, lines } = await openChat(freshPrefix(), ['slack', 'teams']);
    const { store } = parts;
    const made = await store.create(aRequest({ state: 'pending' }), auditOf('CR-1'));
    await showRequest(parts, 'teams', 'CR-1');
    const kept = { ...made, state: 'kept' as const, stateSince: Date.now() - 9 * day };
    await store.move(made, kept, auditOf('CR-1'));
    await showRequest(parts, 'teams', 'CR-1');
    expect(cards).toHaveLength(1);
    expect(edits).toHaveLength(1);
    expect(lines).toHaveLength(2);
  });
});

it('a card that a chat took before it was noted is drawn as the request stands by now', async () => {
  const prefix = freshPrefix();
  const { parts } = await openChat(prefix, ['slack', 'teams']);
  const made = await parts.store.create(aRequest({ state: 'pending' }), auditOf('CR-1'));
  const deaf: ChatParts = {
    ...parts,
    store: {
      ...parts.store,
      cardsShown: async (id, chat, cards, over) => {
        if (cards.card !== undefined) throw new Error('Redis is away.');
        return parts.store.cardsShown(id, chat, cards, over);
      },
    },
  };
  await expect(showRequest(deaf, 'slack', 'CR-1')).rejects.toThrow('Redis is away.');
  await parts.store.move(made, { ...made, state: 'denied' }, auditOf('CR-1'));
  await showRequest(parts, 'slack', 'CR-1');
  const standing = platforms.get(`${prefix} slack`)?.standing() ?? [];
  const cards = standing.filter(({ place }) => place.thread === undefined);
  expect(cards.map(({ message }) => message.summary)).toEqual([
    expect.stringMatching(/^CR-1 Denied/),
  ]);
});

describe('a process that starts again', () => {
  it('draws anew what it left old as it died, also when that has ended since', async () => {
    const prefix = freshPrefix();
    const dying = await openChat(prefix, ['slack']);
    const { store } = dying.parts;
    const made = await store.create(aRequest({ state: 'pending' }), auditOf('CR-1'));
    await showRequest(dying.parts, 'slack', 'CR-1');
    const kept = { ...made, state: 'kept' as const, stateSince: Date.now() };
    await store.move(made, kept, auditOf('CR-1'));
    await showRequest(dying.parts, 'slack', 'CR-1');
    // It had stood still over the older version, edits the card with that, and dies before it can note it.
    expect(await store.behind('slack')).toEqual([]);
    const again = await openChat(prefix, ['slack']);
    await showAllAnew(again.parts);
    expect(await again.parts.store.behind('slack')).toEqual(['CR-1']);
    await showRequest(again.parts, 'slack', 'CR-1');
    expect(again.edits).toHaveLength(1);
    expect(again.lines).toEqual([]);
  });

  it('leaves alone what ended long ago', async () => {
    const { parts } = await openChat(freshPrefix(), ['slack']);
    const ended = aRequest({ state: 'kept', stateSince: Date.now() - day });
    await parts.store.create(ended, auditOf('CR-1'));
    await showRequest(parts, 'slack', 'CR-1');
    await showAllAnew(parts);
    expect(await parts.store.behind('slack')).toEqual([]);
  });
});

describe('a process that starts beside another one', () => {
  it('has every open card drawn anew, and no line sent twice', async () => {
    const prefix = freshPrefix();
    const old = await openChat(prefix, ['slack']);
    const { store } = old.parts;
    const made = await store.create(aRequest({ state: 'pending' }), auditOf('CR-1'));
    await showRequest(old.parts, 'slack', 'CR-1');
    const line = { at: 2, sentence: 'bob approves', tone: 'neutral' as const };
    await store.move(made, { ...made, timeline: [...made.timeline, line] }, auditOf('CR-1'));
    const young = await openChat(prefix, ['slack']);
    const read = young.parts.store.cards;
    // The other one posts the new line just after this one has looked.
    young.parts.store.cards = async (id, chat) => {
      const found = await read(id, chat);
      await showRequest(old.parts, 'slack', 'CR-1');
      return found;
    };
    await showAllAnew(young.parts);
    young.parts.store.cards = read;
    await showRequest(young.parts, 'slack', 'CR-1');
    expect([...old.lines, ...young.lines]).toEqual(['CR-1/0', 'CR-1/1', 'CR-1/2']);
    expect(young.edits).toHaveLength(1);
  });
});
