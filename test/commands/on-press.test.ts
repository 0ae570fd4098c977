import { createEars } from '../../src/commands/hear';
import { operations } from '../../src/ops/catalog';
import type { Answer, Inbound } from '../../src/ports/chat';
import type { ChatParts } from '../../src/workflow/parts';
import { listeningLog } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from '../workflow/line-harness';
import { approvedRequest } from '../workflow/noop-worker';

/* What is typed beside a button is a text like any other: the same rules as for the typed command. */

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
  const pending = { ...approvedRequest('CR-1', 'gw1', 1), state: 'pending' as const, votes: [] };
  await line.parts.store.create(pending, audit);
});
afterEach(() => line.close());

const log = listeningLog();

async function press(change: Partial<Inbound & { kind: 'press' }>): Promise<string> {
  const said: string[] = [];
  const answer: Answer = {
    say: async (message) => void said.push(message.summary),
    working: async () => {},
    form: async () => {},
  };
  const taken = { take: async () => true };
  const parts: ChatParts = { ...line.parts, log, chats: {}, taken, offerKey: async () => '' };
  await createEars(parts)(
    {
      id: 'Ev1',
      from: { chat: 'slack', id: 'U0BOB' },
      where: { chat: 'slack', channel: '#mtgw' },
      kind: 'press',
      on: { chat: 'slack', channel: '#mtgw', id: '1.1' },
      action: 'deny',
      value: `CR-1 ${(await line.now()).plan?.fingerprint}`,
      ...change,
    },
    answer,
  );
  return said.join('\n');
}

async function everythingKept(): Promise<string> {
  const entries = await line.parts.audit.read({ request: 'CR-1' });
  return JSON.stringify([await line.now(), entries, log.said]);
}

describe('a reason beside a button', () => {
  it.each(['psk=hunter2hunter2', 'psk:hunter2hunter2', 'wrong, use shared-key = hunter2hunter2'])(
    'is refused when it gives a secret away, and nothing of it is kept: %s',
    async (reason) => {
      expect(await press({ reason })).toMatch(/is a secret, and everybody reads a reason/);
      expect((await line.now()).state).toBe('pending');
      expect(await everythingKept()).not.toContain('hunter2');
    },
  );

  it('is refused when nobody would see all of it', async () => {
    expect(await press({ reason: 'not \u202Eyadot' })).toMatch(/invisible character \(U\+202E\)/);
    expect((await line.now()).state).toBe('pending');
  });

  it('is refused when it is longer than a typed one may be', async () => {
    expect(await press({ reason: 'x'.repeat(501) })).toMatch(/501 characters are too long/);
    expect((await line.now()).state).toBe('pending');
  });

  it('becomes one line', async () => {
    expect(await press({ reason: ' not today,\n\n maybe  tomorrow ' })).toBe(
      'Your vote on CR-1 is counted. Denied by bob: not today, maybe tomorrow.',
    );
    expect(await line.now()).toMatchObject({ state: 'denied' });
    expect((await line.now()).because).toBe('Denied by bob: not today, maybe tomorrow.');
  });

  it('is needed where the typed command needs one, whatever a chat let through', async () => {
    expect(await press({ reason: '  ' })).toMatch(
      /Deny needs a reason, .*type: deny CR-1 because="\.\.\."/i,
    );
    expect(await press({})).toMatch(/Deny needs a reason/);
    expect((await line.now()).state).toBe('pending');
  });
});

it('a form that comes back with a secret in a wrong field is not filled with it again', async () => {
  const forms: string[] = [];
  const answer: Answer = {
    say: async (message) => void forms.push(JSON.stringify(message)),
    working: async () => {},
    form: async (form) => void forms.push(JSON.stringify(form)),
  };
  const taken = { take: async () => true };
  const offerKey = async () => '';
  const parts: ChatParts = { ...line.parts, operations, log, chats: {}, taken, offerKey };
  const secret = 'psk=hunter2hunter2';
  await createEars(parts)(
    {
      id: 'Ev2',
      from: { chat: 'slack', id: 'U0ALICE' },
      where: { chat: 'slack', channel: '#mtgw' },
      kind: 'submit',
      context: JSON.stringify({ operation: 'add-s2s' }),
      values: { tenant: 'contoso', site: secret, destination: '203.0.113.7' },
    },
    answer,
  );
  expect(forms.join()).toMatch(/This would show a secret to everybody/);
  expect(forms.join()).toContain('203.0.113.7');
  expect(forms.join()).not.toContain('hunter2');
});

it('the request that a button names is read like a typed one', async () => {
  expect(await press({ action: 'cancel', value: '../CR-1' })).toMatch(/is not a request/);
});
