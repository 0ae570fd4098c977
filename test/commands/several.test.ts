import { createEars } from '../../src/commands/hear';
import { readConfig } from '../../src/config/directory';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';
import type { Message } from '../../src/message';
import { type RedisServer, startRedis } from '../redis-server';
import { type Line, openLine } from '../workflow/line-harness';
import { join } from 'node:path';

/* What somebody pastes as one message: one command, or several. */

let server: RedisServer;
let line: Line;
let said: Message[];
beforeAll(async () => {
  server = await startRedis();
  line = await openLine(server.url);
});
afterAll(async () => {
  await line.close();
  await server.stop();
});

const { inventory } = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));

async function hear(text: string): Promise<void> {
  said = [];
  const answer = {
    say: async (message: Message) => void said.push(message),
    working: async () => {},
    form: async () => {},
  };
  const more = { inventory, operations, chats: {}, offerKey: async () => '' };
  await createEars({ ...line.parts, ...more, taken: { take: async () => true } })(
    {
      id: 'Ev1',
      kind: 'command',
      from: { chat: 'slack', id: 'U0ALICE' },
      where: { chat: 'slack', channel: '#mtgw' },
      text,
    },
    answer,
  );
}

it.each([
  'list-s2s tenant=contoso\n/mtgw show-bgp tenant=contoso',
  '/mtgw list-s2s tenant=contoso\r\n\r\n@mtgw show-bgp tenant=contoso',
  'list-s2s tenant=contoso && show-bgp tenant=contoso',
  'list-s2s tenant=contoso ; show-bgp tenant=contoso',
])('two commands are refused, and each can be pressed: %j', async (text) => {
  await hear(text);
  expect(said).toHaveLength(1);
  expect(said[0]?.summary).toMatch(/^One command at a time: this message has 2/);
  expect(said[0]?.buttons?.map(({ value }) => value)).toEqual([
    'list-s2s tenant=contoso',
    'show-bgp tenant=contoso',
  ]);
});

it.each([
  'history CR-1\nplease',
  'deny CR-1 because="first this\nhelp comes later; list-s2s too"',
  'help\n',
])('one that has several lines is one: %j', async (text) => {
  await hear(text);
  expect(said.map(({ summary }) => summary).join()).not.toMatch(/One command at a time/);
});

it('a key in one of them is told, and nothing of it is repeated', async () => {
  await hear('list-s2s tenant=contoso\nrotate-psk tenant=contoso site=hq psk=Zebra-Violin_7402');
  expect(said).toHaveLength(1);
  expect(said[0]?.summary).toMatch(/psk is a secret/);
  expect(JSON.stringify(said)).not.toContain('Zebra');
});
