import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotThereError } from '../../../src/errors';
import { eventually, type Heard, listen, plain } from '../chat-contract-parts';
import { activity, deliver } from './raw-activity';
import { channel, type TeamsHarness, teamsHarness, tenantId } from './teams-harness';

const here = { chat: 'teams', channel } as const;

test('a direct conversation that the bot began is served by the region that it was begun in', async () => {
  const harness = await teamsHarness({
    servicePath: '/another-region/',
    limits: { targetedRefused: 501 },
  });
  harness.remembered.set(channel, harness.platform.serviceUrl);
  await harness.chat.whisper(harness.bob, here, plain('private'));
  expect(await harness.shown()).toMatchObject([{ text: 'private', visibleTo: harness.bob.id }]);
  await harness.close();
});

// There is one client, on this machine, with all conversations; it says where it is when it writes.
describe('in the anonymous mode', () => {
  let harness: TeamsHarness;
  let heard: Heard[];
  let client: Server;
  /** What the client was sent: where, and all of it. */
  let sent: { url: string | undefined; body: string }[];
  let serviceUrl: string;

  beforeEach(async () => {
    sent = [];
    client = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => (body += String(part)));
      request.on('end', () => {
        sent.push({ url: request.url, body });
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ id: 'a:of-the-client', activityId: '17' }));
      });
    });
    await new Promise<void>((done) => client.listen(0, '127.0.0.1', done));
    serviceUrl = `http://127.0.0.1:${(client.address() as AddressInfo).port}`;
    harness = await teamsHarness({ options: { appId: '', anonymous: true } });
    heard = await listen(harness);
  });
  afterEach(async () => {
    await harness.close();
    client.closeAllConnections();
    client.close();
  });

  const said = (url: string, words: string) => ({
    url,
    body: expect.stringContaining(words) as string,
  });
  const write = (change: object = {}) =>
    deliver(harness, activity(harness, { serviceUrl, ...change }), { authorization: '' });

  test('before its client has written a message waits, and says for what', async () => {
    const waiting = harness.chat.post(here, plain('early'), 'k1');
    await expect(waiting).rejects.toThrow(NotThereError);
    await expect(waiting).rejects.toThrow(/Write to me there once/);
  });

  test('a channel that nobody wrote in is reached through the client that wrote elsewhere', async () => {
    await write({ conversation: { id: 'a:alice', tenantId, conversationType: 'personal' } });
    await harness.chat.post(here, plain('now'), 'k1');
    expect(sent).toEqual([said('/v3/conversations', 'now')]);
  });

  test('what one person alone may read goes to the direct conversation of that client', async () => {
    await write();
    const [first] = await eventually(
      () => heard,
      ({ length }) => length > 0,
    );
    await first?.answer.say(plain('for alice'));
    expect(sent).toEqual([
      said('/v3/conversations', '"members"'),
      said('/v3/conversations/a%3Aof-the-client/activities', 'for alice'),
    ]);
  });
});
