import { createTeamsChat } from '../../../src/adapters/teams/chat';
import { refuseFromOutside } from '../../../src/adapters/teams/anonymous';
import type { TeamsOptions } from '../../../src/adapters/teams/options';
import type { Log } from '../../../src/ports/log';
import { createSigner } from '../../../src/sandbox/loopback/teams/signing';
import { type Heard, listen } from '../chat-contract-parts';
import { activity, deliver, type Sending } from './raw-activity';
import { appId, keys, silent, type TeamsHarness, teamsHarness, tenantId } from './teams-harness';

let harness: TeamsHarness;
let heard: Heard[];

beforeEach(async () => {
  // Microsoft's library writes there why a token is not good.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  harness = await teamsHarness();
  heard = await listen(harness);
});
afterEach(() => harness.close());

const hour = 3600;
const now = () => Math.floor(Date.now() / 1000);

describe('a request to the bot', () => {
  test('is heard when Teams signed it for this bot', async () => {
    expect(await deliver(harness, activity(harness))).toMatchObject({ status: 200, text: '' });
    expect(heard).toHaveLength(1);
  });

  test.each<[string, () => Sending | Promise<Sending>]>([
    ['without a token', () => ({ authorization: '' })],
    ['with something that is no token', () => ({ authorization: 'Bearer abc' })],
    ['for another bot', () => ({ claims: { aud: 'another-app' } })],
    ['of another issuer', () => ({ claims: { iss: 'https://sts.windows.net/x/' } })],
    [
      'of an emulator',
      () => ({
        claims: {
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          ver: '1.0',
          appid: appId,
        },
      }),
    ],
    ['that has expired', () => ({ claims: { nbf: now() - 2 * hour, exp: now() - hour } })],
    ['that is not valid yet', () => ({ claims: { nbf: now() + hour, exp: now() + 2 * hour } })],
    ['for another service URL', () => ({ claims: { serviceurl: 'https://evil.example/' } })],
    ['without a service URL', () => ({ claims: { serviceurl: undefined } })],
    ['by a key of another channel', async () => ({ signer: (await keys())[1] })],
    ['by a key that nobody published', async () => ({ signer: await createSigner(['msteams']) })],
    [
      'with a forged signature under a known key',
      async () => {
        const [teams] = await keys();
        const stranger = await createSigner(['msteams']);
        const sign = (claims: Record<string, unknown>) => {
          const [header, payload] = teams.sign(claims).split('.');
          return `${header}.${payload}.${stranger.sign(claims).split('.')[2]}`;
        };
        return { signer: { ...teams, sign } };
      },
    ],
    [
      'with no signature and the algorithm none',
      () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const claims = { iss: 'https://api.botframework.com', aud: appId, exp: now() + hour };
        return { authorization: `Bearer ${part({ alg: 'none' })}.${part(claims)}.` };
      },
    ],
  ])('%s is refused with 401 and not a word', async (_what, sending) => {
    expect(await deliver(harness, activity(harness), await sending())).toMatchObject({
      status: 401,
      text: '',
    });
    expect(heard).toEqual([]);
  });

  test('that is refused is told to the own log and not to the console', async () => {
    const warn = jest.fn<void, Parameters<Log['warn']>>();
    const open = await teamsHarness({ options: { log: { ...silent, warn } } });
    await listen(open);
    const printed = jest.mocked(console.error).mockClear();
    await deliver(open, activity(open), { authorization: '' });
    await open.close();
    expect(printed).not.toHaveBeenCalled();
    expect(warn.mock.calls).toEqual([
      [
        { chat: 'teams', status: 401, why: expect.stringContaining('not authorized') as string },
        'a request was refused',
      ],
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['of another tenant', { channelData: { tenant: { id: 'foreign' } } }],
    ['of a conversation in another tenant', { conversation: { id: '19:x', tenantId: 'foreign' } }],
    ['that names no tenant', { channelData: {}, conversation: { id: '19:x' } }],
  ])('%s is refused although Teams signed it', async (_what, change) => {
    expect((await deliver(harness, activity(harness, change))).status).toBe(403);
    expect(heard).toEqual([]);
  });

  test.each(['http://smba.trafficmanager.net/emea/', 'https://evil.trafficmanager.net/'])(
    'whose answers would go to %s is refused although Teams signed that too',
    async (serviceUrl) => {
      const sent = deliver(harness, activity(harness, { serviceUrl }), {
        claims: { serviceurl: serviceUrl },
      });
      expect((await sent).status).toBe(403);
      expect(heard).toEqual([]);
      expect([...harness.remembered]).toEqual([]);
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ['of another channel', { channelId: 'webchat' }],
    ['of the channel that has a check of its own', { channelId: 'AseChannel' }],
    ['without a service URL to compare', { serviceUrl: '' }],
    ['without a sender', { from: undefined }],
  ])('%s is not taken for an activity of Teams', async (_what, change) => {
    expect((await deliver(harness, activity(harness, change))).status).toBe(400);
    expect(heard).toEqual([]);
    expect(harness.logged.join('\n')).toMatch(/a request was refused: it is no activity of Teams/);
  });

  test('of a person without an Entra id is not heard, whatever their name', async () => {
    const from = { id: '29:1raw', name: harness.alice.id };
    expect((await deliver(harness, activity(harness, { from }))).status).toBe(200);
    expect(heard).toEqual([]);
  });

  test('of more than 256 KB is refused', async () => {
    const text = 'x'.repeat(300 * 1024);
    expect((await deliver(harness, activity(harness, { text }))).status).toBe(413);
    expect(heard).toEqual([]);
  });

  test('by another method or to another path finds nothing', async () => {
    expect((await fetch(harness.messagesUrl)).status).toBe(405);
    expect((await fetch(`${harness.messagesUrl}/more`, { method: 'POST' })).status).toBe(404);
  });

  test('is put off while the bot is stopped', async () => {
    await harness.chat.stop();
    expect((await deliver(harness, activity(harness))).status).toBe(503);
  });
});

describe('what the bot is configured with', () => {
  const options = (change: Partial<TeamsOptions>): TeamsOptions => ({
    appId,
    tenantId,
    credentials: { password: 'x' },
    log: silent,
    references: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    ...change,
  });

  test.each<[string, Partial<TeamsOptions>, RegExp]>([
    ['an empty app id', { appId: '' }, /app id is empty/],
    ['an empty tenant id', { tenantId: '' }, /tenant id/],
    ['an empty secret', { credentials: { password: '' } }, /client secret/],
    ['an app id and anonymous', { anonymous: true }, /exclude each other/],
    [
      'anonymous with the address of another machine',
      { appId: '', anonymous: true, serviceUrl: 'https://smba.trafficmanager.net/teams/' },
      /speaks with this machine only/,
    ],
  ])('%s is refused with a sentence', (_what, change, sentence) => {
    expect(() => createTeamsChat(options(change))).toThrow(sentence);
  });
});

describe('the anonymous mode', () => {
  let open: TeamsHarness;
  let openHeard: Heard[];
  beforeEach(async () => {
    open = await teamsHarness({ options: { appId: '', anonymous: true } });
    openHeard = await listen(open);
  });
  afterEach(() => open.close());

  test('hears unsigned requests of this machine', async () => {
    const { status } = await deliver(open, activity(open), { authorization: '' });
    expect(status).toBe(200);
    expect(openHeard).toHaveLength(1);
  });

  test.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['that was forwarded', {}, { 'x-forwarded-for': '203.0.113.9' }],
    ['that points elsewhere', { serviceUrl: 'https://evil.example/' }, {}],
  ])('refuses a request %s', async (_what, change, headers) => {
    const { status } = await deliver(open, activity(open, change), { authorization: '', headers });
    expect(status).toBe(403);
    expect(openHeard).toEqual([]);
  });

  test.each([
    ['another machine', { remoteAddress: '203.0.113.9' }, '127.0.0.1'],
    ['an address that others reach', { localAddress: '192.0.2.1' }, '127.0.0.1'],
    ['a page of a foreign name', {}, 'evil.example'],
  ])('refuses what comes from %s', (_what, socket, host) => {
    const request = {
      socket: { localAddress: '127.0.0.1', remoteAddress: '127.0.0.1', ...socket },
      headers: { host },
    };
    const heardActivity = { serviceUrl: 'http://127.0.0.1:1/' };
    expect(refuseFromOutside(request as never, heardActivity as never)).toMatchObject({
      status: 403,
    });
  });
});
