import http from 'node:http';
import https from 'node:https';
import { createBoltLogger, createScrub } from '../../src/adapters/slack/bolt-log';
import { probeSlack } from '../../src/adapters/slack/probe';
import { createCallSlack } from '../../src/adapters/slack/web-api';
import { probeTeams } from '../../src/adapters/teams/probe';
import { readProxy } from '../../src/config/proxy';
import {
  collectingLog,
  botToken,
  signingSecret,
  slackHarness,
} from '../adapters/slack/slack-harness';
import { eventually, listen, plain } from '../adapters/chat-contract-parts';
import {
  alice,
  appId,
  channel,
  password,
  silent,
  teamsHarness,
  tenantId,
} from '../adapters/teams/teams-harness';
import { type ConnectProxy, startConnectProxy } from '../connect-proxy';
import { startLoopbackTeams } from '../../src/sandbox/loopback/teams/start';
import { createSentLog } from '../../src/sandbox/loopback/sent-log';

const nobody = { channels: [], people: [] };

/* Slack and Teams under names that nobody resolves: what arrives came through the proxy, which leads all to this machine. */

let proxy: ConnectProxy;
const own = [http.globalAgent, https.globalAgent] as const;
beforeEach(async () => {
  proxy = await startConnectProxy();
});
afterEach(async () => {
  [http.globalAgent, https.globalAgent] = own;
  await proxy.stop();
});

/** That address under another name. */
function under(name: string, address: string): string {
  const url = new URL(address);
  url.hostname = name;
  return url.href;
}

const all = () => new URL(proxy.url);
const namesAsked = () => [...new Set(proxy.tunnels.map((tunnel) => tunnel.replace(/:\d+$/, '')))];

test("Slack's Web API is called through the proxy, and an answer goes to its address through it too", async () => {
  const harness = await slackHarness({}, { proxyFor: all });
  const heard = await listen(harness);
  expect(proxy.tunnels).toHaveLength(1);
  await harness.command(harness.alice, 'help');
  const [first] = await eventually(
    () => heard,
    (events) => events.length > 0,
  );
  await first?.answer.say(plain('here it is'));
  expect(harness.slack.standing().map(({ text }) => text)).toEqual([
    expect.stringContaining('here'),
  ]);
  // The second tunnel is that of the answer.
  expect(proxy.tunnels).toHaveLength(2);
  const named = { botToken, signingSecret, apiUrl: under('slack.test', harness.slack.url) };
  const [found] = await probeSlack({ ...named, proxyFor: all, log: silent }, nobody);
  expect(found?.sentence).toMatch(/^Slack knows the bot/);
  expect(namesAsked()).toEqual(['127.0.0.1', 'slack.test']);
  await harness.close();
});

test('the token, the keys and the connector of Teams are reached through the proxy', async () => {
  const platform = await startLoopbackTeams({
    members: [],
    channels: [{ name: '#mtgw', id: channel }],
    sent: createSentLog(),
    messagesUrl: () => undefined,
    appId,
    tenantId,
    password,
  });
  const { tokenUrl, openIdMetadataUrl, ...rest } = platform.endpoints;
  const endpoints = {
    ...rest,
    tokenUrl: under('login.test', tokenUrl),
    openIdMetadataUrl: under('keys.test', openIdMetadataUrl),
  };
  const references = { get: async () => undefined, set: async () => {} };
  const credentials = { password };
  const options = { appId, tenantId, credentials, references, log: silent, proxyFor: all };
  expect(await probeTeams({ ...options, endpoints })).toContain('the keys of Teams can be read');
  expect(namesAsked()).toEqual(['login.test', 'keys.test']);
  await platform.close();

  proxy.tunnels.length = 0;
  const harness = await teamsHarness({ options: { proxyFor: all } });
  const heard = await listen(harness);
  await harness.command(alice, 'help');
  await eventually(
    () => heard.length,
    (count) => count === 1,
  );
  expect(proxy.tunnels.length).toBeGreaterThan(0);
  await harness.close();
});

test('a post to Teams goes through the proxy', async () => {
  const platform = await startLoopbackTeams({
    members: [],
    channels: [{ name: '#mtgw', id: channel }],
    sent: createSentLog(),
    messagesUrl: () => undefined,
    appId,
    tenantId,
    password,
  });
  const serviceUrl = under('smba.test', platform.serviceUrl);
  const harness = await teamsHarness({
    options: { proxyFor: all, serviceUrl, endpoints: platform.endpoints },
  });
  await harness.chat.post({ chat: 'teams', channel }, plain('a post'), 'k1');
  expect(platform.store.entries.map(({ text }) => text)).toEqual([
    expect.stringContaining('a post'),
  ]);
  expect(namesAsked()).toContain('smba.test');
  await harness.close();
  await platform.close();
});

test('what NO_PROXY names is reached directly, and this machine always', async () => {
  const proxyFor = readProxy({ HTTP_PROXY: proxy.url, NO_PROXY: 'slack.test' });
  const harness = await slackHarness({}, proxyFor === undefined ? {} : { proxyFor });
  const { url } = harness.slack;
  const options = { botToken, signingSecret, log: silent, ...(proxyFor && { proxyFor }) };
  await probeSlack({ ...options, apiUrl: url }, nobody);
  expect(proxy.tunnels).toEqual([]);
  await probeSlack({ ...options, apiUrl: under('other.test', url) }, nobody);
  expect(namesAsked()).toEqual(['other.test']);
  await harness.close();
});

test('a proxy that refuses the bot is said without its password, in no log line either', async () => {
  const logged: string[] = [];
  const wrong = proxy.url.replace(proxy.password, 'wrong-password-of-a-test');
  const proxyFor = () => new URL(wrong);
  const apiUrl = 'http://slack.test/api/';
  const log = collectingLog(logged);
  const logger = createBoltLogger(log, createScrub([botToken]));
  const call = createCallSlack({ token: botToken, apiUrl, proxyFor, logger, log });
  const asked = call('auth.test', {}, AbortSignal.timeout(300));
  const error: unknown = await asked.catch((problem: unknown) => problem);
  expect(logged.join()).toContain('Slack does not answer auth.test');
  expect(proxy.tunnels).toEqual([]);
  expect(`${String(error)}${logged.join()}`).not.toContain('wrong-password');
});
