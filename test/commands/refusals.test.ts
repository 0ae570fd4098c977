import { join } from 'node:path';
import { createEars } from '../../src/commands/hear';
import { readConfig } from '../../src/config/directory';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';
import type { Message } from '../../src/message';
import type { Answer, Inbound } from '../../src/ports/chat';
import type { ChatParts } from '../../src/workflow/parts';
import { memoryChat } from '../fakes/memory-chat';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from '../workflow/line-harness';
import { approvedRequest } from '../workflow/noop-worker';

/* Whoever was refused by a rule is in the audit trail, with what they asked for and the rule. */

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
});
afterEach(() => line.close());

const { inventory } = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
const add = 'add-s2s tenant=contoso site=hq destination=203.0.113.9 subnets=10.9.0.0/24';

type Heard =
  | { kind: 'command'; text: string }
  | { kind: 'press'; action: string; value: string }
  | { kind: 'submit'; context: string; values: Record<string, string> };

async function hear(who: string, said: Heard, channel = '#mtgw', chat: Partial<ChatParts> = {}) {
  const told: string[] = [];
  const answer: Answer = {
    say: async ({ summary }) => void told.push(summary),
    working: async () => {},
    form: async ({ title }) => void told.push(`form ${title}`),
  };
  const taken = { take: async () => true };
  const more = { inventory, operations, chats: {}, taken, offerKey: async () => '' };
  const event = {
    id: 'Ev1',
    from: { chat: 'slack', id: `U0${who.toUpperCase()}` },
    where: { chat: 'slack', channel },
    on: { chat: 'slack', channel, id: '1.1' },
    ...said,
  } as Inbound;
  await createEars({ ...line.parts, ...more, ...chat })(event, answer);
  return told.join('\n');
}

async function refused() {
  const entries = await line.parts.audit.read();
  return entries.filter(({ action }) => action.endsWith('.refused'));
}

it('a change that its person may not ask for', async () => {
  const told = await hear('carol', { kind: 'command', text: add });
  expect(told).toMatch(/carol may not ask for this/);
  expect(await refused()).toMatchObject([
    {
      actor: 'carol',
      detail: { rule: 'requester-group', line: add, chat: 'slack', because: told },
    },
  ]);
});

it('a change that is asked in the channel of another tenant, or where nobody sees it', async () => {
  await hear('alice', { kind: 'command', text: add }, '#fabrikam');
  await hear('alice', { kind: 'command', text: add }, 'direct:U0ALICE');
  expect((await refused()).map(({ actor, detail }) => [actor, detail['rule']])).toEqual([
    ['alice', 'channel'],
    ['alice', 'channel'],
  ]);
  expect((await refused()).every(({ detail }) => detail['line'] === add)).toBe(true);
});

it('a change that is asked without a tenant by somebody who may change none', async () => {
  await hear('carol', { kind: 'command', text: 'add-s2s' });
  expect(await refused()).toMatchObject([{ detail: { rule: 'requester-group', line: 'add-s2s' } }]);
});

it('a cancel by somebody who has nothing to do with it, with its request', async () => {
  await line.parts.store.create(approvedRequest('CR-1', 'gw1', 1), audit);
  const told = await hear('carol', { kind: 'press', action: 'cancel', value: 'CR-1' });
  expect(told).toMatch(/CR-1 is not yours to steer/);
  expect(await refused()).toMatchObject([
    { actor: 'carol', request: 'CR-1', detail: { rule: 'steer', line: 'cancel CR-1' } },
  ]);
});

it('a key that somebody else would fetch', async () => {
  const generatedKey = { secret: 'ref', shown: false, offered: 'approved' as const };
  await line.parts.store.create({ ...approvedRequest('CR-1', 'gw1', 1), generatedKey }, audit);
  await hear('bob', { kind: 'press', action: 'key', value: 'CR-1' });
  expect(await refused()).toMatchObject([{ actor: 'bob', detail: { rule: 'own-key' } }]);
});

it('never with a secret that was typed in the form', async () => {
  const values = {
    tenant: 'contoso',
    site: 'hq',
    destination: '203.0.113.9',
    subnets: '10.9.0.0/24',
    psk: 'Zebra-Violin_7402!Quay',
  };
  const context = JSON.stringify({ operation: 'add-s2s' });
  await hear('carol', { kind: 'submit', context, values });
  expect(await refused()).toHaveLength(1);
  expect(JSON.stringify(await line.parts.audit.read())).not.toContain('Zebra');
});

it('a question by somebody who may read nothing', async () => {
  expect(await hear('dave', { kind: 'command', text: 'list-s2s tenant=contoso' })).toMatch(
    /may not use this bot/,
  );
  expect(await refused()).toMatchObject([
    {
      actor: 'dave',
      action: 'access.refused',
      detail: { rule: 'reader-group', line: 'list-s2s tenant=contoso' },
    },
  ]);
});

it('is told its person even while the audit cannot be written', async () => {
  const broken = { ...line.parts.audit, append: () => Promise.reject(new Error('no disk')) };
  const told = await hear('carol', { kind: 'command', text: add }, '#mtgw', { audit: broken });
  expect(told).toMatch(/carol may not ask for this/);
});

it('a vote by whoever asked, and by somebody of no group', async () => {
  const made = approvedRequest('CR-1', 'gw1', 1);
  await line.parts.store.create({ ...made, state: 'pending', votes: [] }, audit);
  const value = `CR-1 ${made.plan?.fingerprint}`;
  for (const who of [made.requester, 'dave']) {
    await hear(who, { kind: 'press', action: 'approve', value });
  }
  const entries = await line.parts.audit.read();
  const votes = entries.filter(({ action }) => action.endsWith('.refused'));
  expect(votes.map(({ actor }) => actor)).toEqual([made.requester, 'dave']);
  expect((await line.now()).votes).toEqual([]);
});

it.each([
  ['#mtgw', 'For alice: digest now'],
  ['D0ALICE', 'digest now'],
])('an answer in %s says at its end: %s', async (channel, note) => {
  const said: Message[] = [];
  const chat = memoryChat('slack', line.parts.clock);
  const taken = { take: async () => true };
  const more = { inventory, operations, chats: { slack: chat }, taken, offerKey: async () => '' };
  await createEars({ ...line.parts, ...more })(
    {
      id: 'Ev9',
      kind: 'command',
      from: { chat: 'slack', id: 'U0ALICE' },
      where: { chat: 'slack', channel },
      text: 'digest',
    },
    {
      say: async (message) => void said.push(message),
      working: async () => {},
      form: async () => {},
    },
  );
  const [shown] = [...said, ...chat.posted().map(({ message }) => message)];
  expect(shown?.blocks.at(-1)).toEqual({ kind: 'note', text: note });
});

it('a denial that is typed without a reason is told how it is typed with one', async () => {
  const told = await hear('bob', { kind: 'command', text: 'deny CR-1' });
  expect(told).toBe('deny needs a reason, which everybody reads. Type: deny CR-1 because="..."');
});
