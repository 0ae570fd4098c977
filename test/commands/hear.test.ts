import { randomBytes } from 'node:crypto';
import { createTakenEvents } from '../../src/adapters/redis/taken-events';
import { createEars } from '../../src/commands/hear';
import { AuditBrokenError, RecordError } from '../../src/errors';
import type { Answer, Inbound } from '../../src/ports/chat';
import type { ChatParts } from '../../src/workflow/parts';
import { connected, disconnectAll } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { type Line, openLine } from '../workflow/line-harness';

/* Two chat processes of one bot, each with its own connection. */

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
  line = await openLine(server.url);
});
afterAll(async () => {
  disconnectAll();
  await line.close();
  await server.stop();
});

const event = (id: string, text = 'help'): Inbound => ({
  id,
  from: { chat: 'slack', id: 'U0ALICE' },
  where: { chat: 'slack', channel: '#mtgw' },
  kind: 'command',
  text,
});

async function twoProcesses(more: Partial<ChatParts> = {}) {
  const prefix = `t${randomBytes(6).toString('hex')}`;
  const said: string[] = [];
  const answer: Answer = {
    say: async ({ summary }) => void said.push(summary),
    working: async () => {},
    form: async () => {},
  };
  const ears = await Promise.all(
    [1, 2].map(async () => {
      const taken = createTakenEvents(await connected(server, 'chat'), prefix);
      const parts: ChatParts = {
        ...line.parts,
        ...more,
        chats: {},
        taken,
        offerKey: async () => '',
      };
      return createEars(parts);
    }),
  );
  return { said, hear: (one: Inbound) => ears.map((ear) => ear(one, answer)) };
}

it('an event that reaches two processes is answered by one of them', async () => {
  const { said, hear } = await twoProcesses();
  await Promise.all(hear(event('Ev1')));
  expect(said).toHaveLength(1);
});

it('what the same person says again is another event', async () => {
  const { said, hear } = await twoProcesses();
  await Promise.all([...hear(event('Ev1')), ...hear(event('Ev2'))]);
  expect(said).toHaveLength(2);
});

it.each([
  new RecordError('The record of CR-1 cannot be read: it is not JSON.', 'CR-1'),
  new AuditBrokenError('The audit log refuses entry 11. Say: mtgw audit seal'),
])('what people can mend on the host is said to whoever meets it: $name', async (fault) => {
  const store = { ...line.parts.store, get: () => Promise.reject(fault) };
  const { said, hear } = await twoProcesses({ store });
  await Promise.all(hear(event('Ev1', 'show-request CR-1')));
  expect(said).toEqual([fault.message]);
});

it('is logged when it is heard, by each process, and when that is done with it, whatever came of it', async () => {
  const said: string[] = [];
  const log = {
    ...line.parts.log,
    info: ({ event: id, person }: Record<string, unknown>, message: string) => {
      if (id !== undefined) said.push([id, message, person].filter(Boolean).join(' '));
    },
  };
  const { hear } = await twoProcesses({ log });
  await Promise.all(hear({ ...event('Ev9'), from: { chat: 'slack', id: 'U0NOBODY' } }));
  await Promise.all(hear(event('Ev10')));
  expect(said.toSorted()).toEqual([
    'Ev10 answered',
    'Ev10 answered alice',
    'Ev10 heard',
    'Ev10 heard',
    'Ev9 answered',
    'Ev9 answered',
    'Ev9 heard',
    'Ev9 heard',
  ]);
});
