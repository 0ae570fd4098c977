import type { ChatsConfig } from '../../src/config/chats';
import { readProxy } from '../../src/config/proxy';
import { examineProxy } from '../../src/roles/doctor/proxy';
import { silent } from '../adapters/teams/teams-harness';
import { type ConnectProxy, startConnectProxy } from '../connect-proxy';

let proxy: ConnectProxy;
beforeEach(async () => {
  proxy = await startConnectProxy();
});
afterEach(() => proxy.stop());

function chats(env: Record<string, string>): ChatsConfig {
  const proxyFor = readProxy(env);
  const way = proxyFor === undefined ? {} : { proxyFor };
  const id = '11111111-2222-4333-8444-555555555555';
  return {
    slack: { teamId: 'T1', botToken: 'xoxb-1', signingSecret: 's', ...way },
    teams: { appId: id, tenantId: id, password: 'p', ...way },
  };
}

test('each way to the chats is said with its proxy, or as a direct one', async () => {
  const told = await examineProxy(
    chats({ HTTPS_PROXY: proxy.url, NO_PROXY: 'smba.trafficmanager.net' }),
    silent,
  );
  const { host } = new URL(proxy.url);
  // Nothing listens at their port on this machine, where that proxy leads.
  const hosts = [
    'slack.com',
    'hooks.slack.com',
    'login.microsoftonline.com',
    'login.botframework.com',
  ];
  expect(proxy.tunnels.toSorted()).toEqual(hosts.map((name) => `${name}:443`).toSorted());
  for (const name of hosts) {
    expect(told).toContainEqual(
      expect.objectContaining({
        what: 'proxy',
        sentence: expect.stringContaining(`${host} does not lead to ${name} (`),
      }),
    );
  }
  expect(told.at(-1)).toEqual({
    is: 'note',
    what: 'proxy',
    sentence: 'Reached directly: smba.trafficmanager.net.',
  });
  expect(JSON.stringify(told)).not.toContain(proxy.password);
});

test('a proxy that opens a way is fine, and one that refuses the bot is said with its answer', async () => {
  const port = new URL(proxy.url).port;
  const near = (env: Record<string, string>) => {
    const { slack } = chats(env);
    return slack === undefined
      ? {}
      : { slack: { ...slack, apiUrl: `http://slack.test:${port}/api/` } };
  };
  const { host } = new URL(proxy.url);
  expect(await examineProxy(near({ HTTP_PROXY: proxy.url }), silent)).toEqual([
    { is: 'ok', what: 'proxy', sentence: `${host} leads to slack.test:${port}.` },
  ]);
  const wrong = proxy.url.replace(proxy.password, 'wrong');
  expect(await examineProxy(near({ HTTP_PROXY: wrong }), silent)).toEqual([
    {
      is: 'bad',
      what: 'proxy',
      sentence: `${host} does not lead to slack.test:${port} (it answers 407 Proxy Authentication Required). Let it through there, or name slack.test:${port} in NO_PROXY.`,
    },
  ]);
});

test('where the environment names no proxy, nothing is said of one', async () => {
  expect(await examineProxy(chats({}), silent)).toEqual([]);
});
