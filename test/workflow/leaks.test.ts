import { operations } from '../../src/ops/catalog';
import { verbs } from '../../src/commands/verbs';
import { keys, spellings } from '../commands/leak-spellings';
import { type RedisServer, startRedis } from '../redis-server';
import { type Apart, openApart } from './apart-world';

/*
 * Keys are planted through every door: in lines of every command, in every field of every form, behind every button that
 * asks for a reason, in every spelling. They are found nowhere: not in either chat, Redis, a log or the audit. It grows
 * by itself with commands and fields.
 */

const [key = ''] = keys;
const spelled = spellings.map((spell) => spell(key));
const inQuotes = (text: string) => `"${text.replaceAll('\\', '').replaceAll('"', "'")}"`;

let server: RedisServer;
let apart: Apart;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  apart = await openApart(server.url);
});
afterEach(() => apart.close());

async function expectNowhere(): Promise<void> {
  expect(apart.heard.length).toBeGreaterThan(0);
  expect((await apart.everything()).toLowerCase()).not.toContain(key.toLowerCase());
}

const commands = [...operations, ...verbs].map(({ name, args }): [string, string[]] => [
  name,
  Object.keys(args),
]);

it.each(commands)('in a line of %s: alone, and as each of its arguments', async (name, args) => {
  for (const text of spelled) {
    await apart.say('alice', `${name} ${text}`, '#mtgw');
    for (const arg of args) await apart.say('alice', `${name} ${arg}=${inQuotes(text)}`, '#mtgw');
  }
  await expectNowhere();
});

it.each(operations.map(({ name, args }): [string, string[]] => [name, Object.keys(args)]))(
  'in each field of the form of %s',
  async (name, args) => {
    for (const text of spelled) {
      for (const arg of args.filter((one) => one !== 'psk')) {
        await apart.submit('alice', name, { tenant: 'contoso', site: 'hq', [arg]: text });
      }
    }
    await expectNowhere();
  },
);

it.each(['approve', 'deny', 'keep', 'cancel', 'undo', 'resolve', 'close', 'check'])(
  'as the reason behind the button %s',
  async (action) => {
    await apart.say('alice', 'disconnect-s2s tenant=contoso site=branch', '#mtgw');
    const [id = ''] = await apart.requests();
    for (const reason of spelled) await apart.press('bob', { action, value: id, reason }, '#mtgw');
    await expectNowhere();
  },
);

it('where a key belongs, in the form, it is sealed: the change is planned and run, and it is nowhere', async () => {
  const wish = {
    tenant: 'contoso',
    site: 'hq',
    destination: '203.0.113.7',
    subnets: '10.1.0.0/24',
  };
  await apart.submit('alice', 'add-s2s', { ...wish, psk: key });
  await apart.drive();
  expect(await apart.requests()).toHaveLength(1);
  await expectNowhere();
});

it('the search finds what is there: a word that nothing calls a key', async () => {
  await apart.say('alice', `help ${key}`, '#mtgw');
  expect((await apart.everything()).toLowerCase()).toContain(key.toLowerCase());
});
