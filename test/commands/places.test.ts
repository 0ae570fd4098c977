import { join } from 'node:path';
import { createEars } from '../../src/commands/hear';
import { readConfig } from '../../src/config/directory';
import { createChannels } from '../../src/world/channels';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';
import type { Answer, Inbound, Place } from '../../src/ports/chat';
import { showRequest } from '../../src/workflow/cards';
import type { ChatParts } from '../../src/workflow/parts';
import { planRequest } from '../../src/workflow/plan';
import { createShow } from '../../src/workflow/unseen-cards';
import { type MemoryChat, memoryChat } from '../fakes/memory-chat';
import { realClock } from '../fakes/real-clock';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from '../workflow/line-harness';
import { approvedRequest } from '../workflow/noop-worker';

/* What the place says: the request of a thread, the tenant of a channel, and whether anybody would see it there. */

let server: RedisServer;
let line: Line;
let slack: MemoryChat;
let parts: ChatParts;
/** Of the last answer: what stands below it in small letters. */
let notes: string;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
  slack = memoryChat('slack', realClock);
  const config = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
  const ids = Object.fromEntries(
    Object.entries(config.channels).map(([name, entry]) => [name, { ...entry, slack: `#${name}` }]),
  );
  parts = {
    ...line.parts,
    inventory: config.inventory,
    operations,
    channels: createChannels(ids),
    chats: { slack },
    taken: { take: async () => true },
    offerKey: async () => '',
    // What needs a worker is answered as one that finds everything in place would.
    queue: {
      ...line.parts.queue,
      servedBy: async () => 1,
      ask: async (_gateway, job) =>
        job.kind === 'complete'
          ? { kind: 'completion', completion: { kind: 'ready', args: job.texts } }
          : { kind: 'message', message: { summary: 'two tunnels', blocks: [] } },
    },
  };
});
afterEach(() => line.close());

const mtgw: Place = { chat: 'slack', channel: '#mtgw' };
const direct: Place = { chat: 'slack', channel: 'D0ALICE' };
const wish = 'add-s2s tenant=contoso site=depot destination=203.0.113.9 subnets=10.9.0.0/24';

/** What the person is told for that line, privately; a form is told by its title. */
async function typed(
  text: string,
  where: Place = mtgw,
  { who = 'ALICE', quotes }: { who?: string; quotes?: string } = {},
): Promise<string> {
  const got: string[] = [];
  const answer: Answer = {
    say: async (message) => {
      notes = JSON.stringify(message.blocks.filter(({ kind }) => kind === 'note'));
      got.push(
        [message.summary, ...(message.buttons ?? []).map(({ label }) => `[${label}]`)].join(' '),
      );
    },
    working: async () => {},
    form: async ({ title }) => void got.push(`form ${title}`),
  };
  const from = { chat: 'slack' as const, id: `U0${who}` };
  const event: Inbound = {
    id: 'Ev1',
    from,
    where,
    kind: 'command',
    text,
    ...(quotes === undefined ? {} : { quotes }),
  };
  await createEars(parts)(event, answer);
  return got.join('\n');
}

async function notesOf(text: string, where: Place): Promise<string> {
  await typed(text, where);
  return notes;
}

async function cardOf(id: string): Promise<string> {
  const cards = await parts.store.cards(id, 'slack');
  return cards?.card?.id ?? '';
}

describe('where the bot is not', () => {
  it('no change is asked, and its person is told what to do', async () => {
    slack.trouble.sendAway('#mtgw');
    expect(await typed(wish)).toMatch(/^I am not in this channel\..*Nothing was asked\.$/);
    expect(await parts.store.open()).toEqual([]);
  });

  it('no form opens for one', async () => {
    slack.trouble.sendAway('#mtgw');
    expect(await typed('add-s2s')).toMatch(/^I am not in this channel\./);
  });

  it('a question is answered to its person alone', async () => {
    slack.trouble.sendAway('#mtgw');
    expect(await typed('list-s2s tenant=contoso')).toBe('two tunnels');
    expect(slack.posted()).toEqual([]);
  });

  it('who asked for a change that nobody can see any more is told so once', async () => {
    await typed(wish);
    const [request] = await parts.store.open();
    slack.trouble.sendAway('#mtgw');
    const show = createShow(parts);
    for (const _ of [1, 2]) {
      await expect(show('slack', request?.id ?? '')).rejects.toThrow(/not in this channel/);
    }
    const told = slack.standing().map(({ message, visibleTo }) => [visibleTo, message.summary]);
    expect(told).toEqual([
      ['U0ALICE', expect.stringMatching(/^CR-1001 is planning, but I am not in #mtgw any more/)],
    ]);
  });
});

describe('a channel that channels.yaml lacks', () => {
  const stranger: Place = { chat: 'slack', channel: 'C0NEW' };
  const itself = /I don't know this channel \(C0NEW\).*channels\.yaml/;

  it('is named by its id to who asks for a change there, and where to ask instead', async () => {
    for (const line of [wish, 'add-s2s']) {
      expect(await typed(line, stranger)).toMatch(itself);
      expect(await typed(line, stranger)).toMatch(/A change is asked .* in #mtgw/);
    }
  });

  it.each(['list-s2s tenant=contoso', 'help'])('is named by its id below %s', async (line) => {
    expect(await notesOf(line, stranger)).toMatch(itself);
    expect(await notesOf(line, direct)).not.toMatch(/channels\.yaml/);
  });
});

describe('a change asked directly', () => {
  it('is refused before a form is filled in', async () => {
    expect(await typed('add-s2s', direct)).toMatch(/^A change is asked where its approvers see it/);
  });
});

describe('in the thread of a card', () => {
  beforeEach(async () => {
    await typed(wish);
    await typed(wish.replace('depot', 'plant').replace('203.0.113.9', '203.0.113.10'));
    for (const id of ['CR-1001', 'CR-1002']) await showRequest(parts, 'slack', id);
  });

  it('a command without a number is about that request', async () => {
    const thread = await cardOf('CR-1001');
    expect(await typed('show-request', { ...mtgw, thread })).toMatch(/^CR-1001 Planning/);
    expect(await typed('cancel', { ...mtgw, thread })).toBe('');
    expect((await parts.store.get('CR-1001'))?.state).toBe('cancelled');
    expect((await parts.store.get('CR-1002'))?.state).toBe('planning');
  });

  it('a number that is typed counts more than the thread', async () => {
    const thread = await cardOf('CR-1001');
    expect(await typed('show-request CR-1002', { ...mtgw, thread })).toMatch(/^CR-1002/);
  });

  it('a card that is quoted is what is meant', async () => {
    const quotes = await cardOf('CR-1002');
    expect(await typed('show-request', mtgw, { quotes })).toMatch(/^CR-1002/);
  });

  it('in any other thread it is asked which', async () => {
    expect(await typed('show-request', { ...mtgw, thread: 'slack-999' })).toMatch(
      /^Which request\? .*\[show-request CR-1001\]/,
    );
  });
});

describe('what is asked already', () => {
  it('is pointed at, and not asked again by anybody', async () => {
    await typed(wish);
    const again = await typed(wish, mtgw, { who: 'BOB' });
    expect(again).toBe(
      'CR-1001 asks for the same, by alice, and is planning. Nothing new was asked. [show-request CR-1001]',
    );
    expect(await parts.store.open()).toHaveLength(1);
  });

  it('may be asked again once that has ended', async () => {
    await typed(wish);
    await typed('cancel CR-1001');
    await typed(wish);
    expect((await parts.store.open()).map(({ id }) => id)).toEqual(['CR-1002']);
  });

  it('is another thing on another gateway, or with another value', async () => {
    await typed(wish);
    await typed(wish.replace('203.0.113.9', '203.0.113.11'));
    expect(await parts.store.open()).toHaveLength(2);
  });
});

it('of two that were asked in one moment the first is planned, and the second is closed', async () => {
  const planning = { state: 'planning' as const, due: { planning: 9e12 } };
  const made = { ...approvedRequest('CR-7', 'gw1', 1), ...planning };
  await parts.store.create(made, audit);
  await parts.store.create({ ...made, id: 'CR-8' }, { ...audit, request: 'CR-8' });
  for (const id of ['CR-8', 'CR-7']) {
    const request = await parts.store.get(id);
    if (request !== undefined) await planRequest(line.parts, request);
  }
  expect(await parts.store.get('CR-8')).toMatchObject({
    state: 'closed',
    because: expect.stringMatching(/^CR-7 asks for the same/),
  });
  expect((await parts.store.get('CR-7'))?.state).toBe('pending');
});
