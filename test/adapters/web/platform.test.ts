import { request } from 'node:http';
import { createWebChat } from '../../../src/adapters/web/chat';
import { requestJson } from '../../../src/adapters/web/json-request';
import { type Platform, startPlatform } from '../../../src/adapters/web/platform';
import type { Chat, Inbound } from '../../../src/ports/chat';
import { begun, card, eventually, plain } from '../chat-contract-parts';
import { accountOf, channels, must, people, silent, token } from './web-harness';

let platform: Platform;
let running: Chat[];
let heard: Inbound[];

beforeEach(async () => {
  platform = await startPlatform({ port: 0, token, people, channels });
  running = [];
  heard = [];
});
afterEach(async () => {
  await Promise.all(running.map((chat) => chat.stop()));
  await platform.close();
});

async function startBot(name: 'slack' | 'teams' = 'slack'): Promise<Chat> {
  const chat = createWebChat({ name, platformUrl: platform.url, token, log: silent });
  await chat.start(async (event) => void heard.push(event));
  running.push(chat);
  return chat;
}

const mtgw = { chat: 'slack', channel: '#mtgw' } as const;

describe('what people say', () => {
  test('reaches the bot by /mtgw, by @mtgw and in a direct conversation, without that word', async () => {
    await startBot();
    must(platform.say('alice', 'slack', '#mtgw', '/mtgw list-s2s'));
    must(platform.say('alice', 'slack', 'contoso', '@mtgw list-s2s'));
    must(platform.say('alice', 'slack', 'direct', 'list-s2s'));
    must(platform.say('alice', 'slack', 'direct', '/MTGW'));
    await platform.settled();
    await begun();
    expect(heard.map((each) => each.kind === 'command' && each.text)).toEqual(
      expect.arrayContaining(['list-s2s', 'list-s2s', 'list-s2s', '']),
    );
    expect(heard.map((each) => each.where.channel)).toEqual(
      expect.arrayContaining(['#mtgw', '#contoso', 'direct:U0ALICE']),
    );
  });

  test('among themselves is not for the bot', async () => {
    await startBot();
    expect(platform.say('alice', 'slack', '#mtgw', 'see @mtgwish and /mtgw')).toEqual({
      ok: true,
      heard: false,
    });
    await platform.settled();
    await begun();
    expect(heard).toEqual([]);
  });

  test.each([
    ['an unknown person', 'eve', '#mtgw', 'hello'],
    ['an unknown channel', 'alice', '#nowhere', 'hello'],
    ['another slash command', 'alice', '#mtgw', '/deploy now'],
  ])('by %s is refused with a sentence', (_what, person, place, text) => {
    expect(platform.say(person, 'slack', place, text)).toMatchObject({ ok: false });
  });

  test('as a slash command in a Slack thread is refused, as Slack does', async () => {
    const bot = await startBot();
    const { id } = await bot.post(mtgw, card, 'k');
    expect(platform.say('alice', 'slack', '#mtgw', '/mtgw help', id)).toMatchObject({ ok: false });
    expect(platform.say('alice', 'slack', '#mtgw', '@mtgw help', id)).toMatchObject({ ok: true });
  });
});

describe('pressing by label', () => {
  test('takes the newest button of that label, whatever its case', async () => {
    const bot = await startBot();
    await bot.post(mtgw, card, 'k1');
    const newer = await bot.post(mtgw, card, 'k2');
    must(platform.press('bob', 'slack', 'approve'));
    await platform.settled();
    await begun();
    expect(heard).toMatchObject([{ kind: 'press', on: newer }]);
  });

  test('is sent even where only somebody else is offered the button', async () => {
    const bot = await startBot();
    await bot.whisper(accountOf('alice', 'slack'), mtgw, card);
    must(platform.press('dave', 'slack', 'Approve'));
    await platform.settled();
    await begun();
    expect(heard).toMatchObject([{ kind: 'press', from: accountOf('dave', 'slack') }]);
  });

  test('of a label that is nowhere says which there are', async () => {
    const bot = await startBot();
    await bot.post(mtgw, card, 'k1');
    expect(platform.press('bob', 'slack', 'Aprove')).toEqual({
      ok: false,
      error: 'No button in slack is called "Aprove". There are: Approve, Deny.',
    });
    expect(platform.press('bob', 'teams', 'Approve')).toMatchObject({ ok: false });
  });

  test('without the reason that it asks for is refused', async () => {
    const bot = await startBot();
    await bot.post(mtgw, card, 'k1');
    expect(platform.press('bob', 'slack', 'Deny')).toMatchObject({ ok: false });
    expect(platform.press('bob', 'slack', 'Deny', { reason: 'no' })).toMatchObject({ ok: true });
  });
});

describe('what the bot sent', () => {
  test('is listed in order with edits, places and who sees it', async () => {
    const bot = await startBot();
    const ref = await bot.post(mtgw, plain('first'), 'k1');
    await bot.update(ref, plain('second'));
    await bot.whisper(accountOf('bob', 'slack'), mtgw, plain('third'));
    await bot.post({ chat: 'slack', channel: 'direct:U0DAVE' }, plain('fourth'), 'k2');
    expect(
      platform
        .messages()
        .map(({ seq, text, place, visibleTo, edited }) => [seq, text, place, visibleTo, edited]),
    ).toEqual([
      [1, 'first', '#mtgw', undefined, false],
      [2, 'second', '#mtgw', undefined, true],
      [3, 'third', '#mtgw', 'bob', false],
      [4, 'fourth', 'direct', 'dave', false],
    ]);
  });

  test('is listed with what nobody reads apart, so that a secret there is found too', async () => {
    const bot = await startBot();
    await bot.post(mtgw, card, 'k1');
    const [sent] = platform.messages();
    expect(sent?.text).not.toContain('CR-1042 v3');
    expect(sent?.unseen).toContain('CR-1042 v3');
  });

  test('must keep the lengths that the port promises', async () => {
    const bot = await startBot();
    const long = { ...card, buttons: [{ label: 'B', action: 'a', value: 'v'.repeat(501) }] };
    await expect(bot.post(mtgw, long, 'k')).rejects.toThrow(/refused/);
  });
});

describe('a bot that ends', () => {
  test('gets what was said meanwhile when its successor registers, in time for a form', async () => {
    const first = await startBot();
    await first.stop();
    expect(platform.isHere('slack')).toBe(false);
    must(platform.say('alice', 'slack', '#mtgw', '/mtgw help'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await startBot();
    await eventually(
      () => heard.length,
      (count) => count === 1,
    );
    expect(platform.isHere('slack')).toBe(true);
  });
});

describe('a bot that is killed', () => {
  test('is shown as away although it never said so', async () => {
    await platform.close();
    platform = await startPlatform({ port: 0, token, people, channels, limits: { absentMs: 150 } });
    const answer = await requestJson(`${platform.url}/bot/slack/registration`, {
      method: 'PUT',
      bearer: token,
      body: { url: 'http://127.0.0.1:9/events', secret: 'a secret of the bot' },
      timeoutMs: 1000,
    });
    expect([answer.status, platform.isHere('slack')]).toEqual([200, true]);
    await eventually(
      () => platform.isHere('slack'),
      (isHere) => !isHere,
    );
  });

  test('is given up after a while, and the person is told', async () => {
    await platform.close();
    platform = await startPlatform({ port: 0, token, people, channels, limits: { giveUpMs: 100 } });
    must(platform.say('alice', 'slack', '#mtgw', '/mtgw help'));
    await platform.settled();
    const told = platform.store.entries.at(-1);
    expect(told).toMatchObject({ from: 'platform', visibleTo: 'alice' });
    expect(platform.messages()).toEqual([]);
  });
});

describe('the bot API', () => {
  const post = (headers: Record<string, string>, path = '/bot/slack/messages') =>
    new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${platform.url}${path}`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', reject);
      call.end('{}');
    });

  test('wants its token', async () => {
    expect(await post({})).toBe(401);
    expect(await post({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await post({ authorization: `Bearer ${token}` })).toBe(400);
  });

  test('and the page answer no other host name, and no other page', async () => {
    expect(await post({ host: 'evil.example' })).toBe(403);
    const json = { 'content-type': 'application/json' };
    expect(await post({ ...json, origin: 'http://evil.example' }, '/api/say')).toBe(403);
    expect(await post({ 'content-type': 'text/plain' }, '/api/say')).toBe(403);
    expect(await post(json, '/api/say')).toBe(400);
  });
});
