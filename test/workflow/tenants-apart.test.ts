import { verbs } from '../../src/commands/verbs';
import { operations } from '../../src/ops/catalog';
import type { Operation } from '../../src/ops/operation';
import { asUsual, domainRow, peerRow, routerRow, tunnelRow } from '../ops/recorded';
import { type RedisServer, startRedis } from '../redis-server';
import { type Apart, calm, type Mood, openApart, spite } from './apart-world';

/*
 * In a tenant's channel no other tenant is named, whatever is asked there, whoever asks, and whatever the gateway says.
 * It grows by itself: the lines come from the catalogue and the verbs.
 */

/** What belongs to others: their names, sites, routing domains, addresses, AS numbers and gateways. */
const others =
  /fabrikam|northwind|\bplant\b|\blab\b|\bgw[23]\b|\bhv[23]\b|198\.51\.100\.1[45]0|203\.0\.113\.4[01]|10\.(4|60)\.0\.0|\b65020\b|\b65210\b/i;

const foreign = { RoutingDomain: 'Fabrikam', Destination: ['198.51.100.140'] };
/** What a guessed address would find. */
const rival = tunnelRow('fabrikam-lab', { ...foreign, Destination: ['192.0.2.77'] });
const rowsOfAll = {
  ...asUsual,
  'Get-VpnS2SInterface': [tunnelRow('contoso-branch'), tunnelRow('fabrikam-plant', foreign), rival],
  'Get-BgpRouter': [routerRow('Contoso'), routerRow('Fabrikam', { LocalASN: 65_020 })],
  'Get-BgpPeer': [peerRow('contoso-branch-peer'), peerRow('fabrikam-plant-peer', { ...foreign })],
};

/** Moods in which only a change can tell anything new. */
const ofChanges = /cmdlet|session/;

const moods: Record<string, Mood> = {
  'all is well': { ...calm, rows: rowsOfAll },
  'no reading succeeds': { ...calm, read: 'error' },
  'the gateway cannot be reached': { ...calm, read: 'unreachable' },
  'PowerShell ends at each reading, and says something': { ...calm, read: 'died' },
  'every cmdlet is refused': { ...calm, rows: rowsOfAll, change: 'error' },
  'every cmdlet warns': { ...calm, rows: rowsOfAll, change: 'warning' },
  'every cmdlet times out': { ...calm, rows: rowsOfAll, change: 'timeout' },
  'PowerShell ends at every cmdlet, and says something': {
    ...calm,
    rows: rowsOfAll,
    change: 'died',
  },
  'no cmdlet can be sent': { ...calm, rows: rowsOfAll, change: 'unreachable' },
  'no session opens': { ...calm, rows: rowsOfAll, change: 'no session' },
  'it cannot be read after the cmdlet': { ...calm, rows: rowsOfAll, then: { read: 'error' } },
  'the name is taken by another tenant': {
    ...calm,
    rows: {
      ...rowsOfAll,
      'Get-VpnS2SInterface': ['hq', 'branch', 'spy'].map((site) =>
        tunnelRow(`contoso-${site}`, foreign),
      ),
      'Get-BgpPeer': [peerRow('contoso-branch-peer', { RoutingDomain: 'Fabrikam' })],
    },
  },
  'the name is taken by another tenant after the cmdlet': {
    ...calm,
    rows: rowsOfAll,
    then: {
      rows: {
        ...rowsOfAll,
        'Get-VpnS2SInterface': ['hq', 'branch', 'spy'].map((site) =>
          tunnelRow(`contoso-${site}`, foreign),
        ),
      },
    },
  },
  'rows of others are odd': {
    ...calm,
    rows: {
      ...rowsOfAll,
      'Get-RemoteAccessRoutingDomain': [domainRow('Contoso'), { RoutingDomain: 'Fabrikam' }],
      'Get-VpnS2SInterface': [
        tunnelRow('contoso-branch'),
        { ...tunnelRow('fabrikam-plant', foreign), Destination: { odd: '198.51.100.140' } },
      ],
      'Get-BgpPeer': [peerRow('contoso-branch-peer'), { PeerName: 'fabrikam-plant-peer' }],
    },
  },
};

/** Each operation bare, as its examples, for contoso, and with names of others, whole and nearly. */
function linesOf({ name, args, examples }: Operation): string[] {
  const rest = ['site=spy', 'destination=192.0.2.77', 'subnets=10.9.0.0/24'].filter(
    (word) => args[word.split('=')[0] ?? ''],
  );
  return [
    name,
    `${name} tenant=contoso`,
    ...examples,
    ...examples.map((line) => line.replace(/tenant=\w+/, 'tenant=northwind')),
    ...(args['site'] ? [`${name} tenant=contoso ${rest.join(' ')}`] : []),
    ...(args['site'] ? [`${name} tenant=contoso site=branch`, `${name} tenant=contoso plant`] : []),
    `${name} tenant=northwin`,
    `${name} tenant=fabrikan`,
    `${name} fabrikam`,
    ...(args['gateway'] ? ['gw1', 'gw2', 'gw'].map((one) => `${name} gateway=${one}`) : []),
  ];
}

const about = (verb: string, request: string) =>
  verb === 'resolve'
    ? `resolve ${request} as=close because="it is settled"`
    : verb === 'deny'
      ? `deny ${request} because="not now"`
      : `${verb} ${request}`;

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

/** What was said where another tenant must not be named. A person reads the very word that they typed in quotes. */
function namesOthers(channels: readonly string[]): string[] {
  return apart.heard
    .filter(({ channel }) => channels.includes(channel))
    .map(({ text, typed = '' }) =>
      typed
        .split(/[\s=]+/)
        .filter((word) => others.test(word))
        .reduce((left, word) => left.replaceAll(`\\"${word}\\"`, ''), text),
    )
    .flatMap((text) => {
      const found = others.exec(text);
      return found === null ? [] : [text.slice(Math.max(0, found.index - 80), found.index + 60)];
    });
}

describe.each(Object.entries(moods))('where %s', (title, mood) => {
  const asked = operations.filter(({ kind }) => kind === 'change' || !ofChanges.test(title));
  it.each(asked.map((operation): [string, Operation] => [operation.name, operation]))(
    '%s names nobody else in the channel of contoso, nor to who reads of contoso alone',
    async (_name, operation) => {
      apart.mood = mood;
      for (const line of linesOf(operation)) {
        await apart.say('alice', line, '#contoso');
        await apart.say('claire', line, 'direct:claire');
        await apart.drive();
      }
      expect(apart.heard.length).toBeGreaterThan(10);
      expect(namesOthers(['#contoso', 'direct:claire'])).toEqual([]);
    },
    60_000,
  );
});

describe('requests of others', () => {
  const answered = verbs.map(({ name }) => name);

  it.each(answered)('%s tells nothing of them in the channel of contoso', async (verb) => {
    apart.mood = { ...calm, rows: rowsOfAll };
    await apart.say('alice', 'disconnect-s2s tenant=fabrikam site=plant', '#mtgw');
    await apart.say('alice', 'disconnect-s2s tenant=contoso site=branch', '#contoso');
    const ids = await apart.requests();
    expect(ids).toHaveLength(2);
    for (const line of [verb, `${verb} tenant=northwind`, ...ids.map((id) => about(verb, id))]) {
      await apart.say('bob', line, '#contoso');
      await apart.say('claire', line, '#contoso');
      await apart.say('claire', line, 'direct:claire');
    }
    await apart.drive();
    expect(namesOthers(['#contoso', 'direct:claire'])).toEqual([]);
  });

  it.each(['approve', 'deny', 'cancel', 'undo', 'keep', 'close', 'verify', 'run-again', 'key'])(
    'a button %s of one of them is not heard there',
    async (action) => {
      apart.mood = { ...calm, rows: rowsOfAll };
      await apart.say('alice', 'disconnect-s2s tenant=fabrikam site=plant', '#mtgw');
      const [id = ''] = await apart.requests();
      await apart.press('bob', { action, value: id }, '#contoso');
      expect(apart.heard.at(-1)?.text).toMatch(/There is no request/);
      expect(namesOthers(['#contoso'])).toEqual([]);
    },
  );
});

/** With branch as it was, or as a change has left it. */
const withBranch = (change: Parameters<typeof tunnelRow>[1]) => ({
  ...rowsOfAll,
  'Get-VpnS2SInterface': [
    tunnelRow('contoso-branch', change),
    tunnelRow('fabrikam-plant', foreign),
    rival,
  ],
});

it.each<[string, Mood['change'], RegExp]>([
  ['is refused by the gateway', 'error', /invalid state/],
  ['gets no answer', 'died', /invalid state/],
])(
  'an undo that %s names nobody else there, and the operators have the words',
  async (_, how, words) => {
    apart.mood = {
      ...calm,
      rows: withBranch({}),
      then: { rows: withBranch({ Persistent: false }) },
    };
    await apart.say('alice', 'set-s2s tenant=contoso site=branch persistent=no', '#contoso');
    const [id = ''] = await apart.requests();
    await apart.drive(async () => {
      apart.mood = { ...apart.mood, change: how };
      await apart.press('alice', { action: 'undo', value: id, reason: 'no' }, '#contoso');
    });
    const after = apart.heard.map(({ text }) => text);
    expect(after.join()).toMatch(/operators have the reason/);
    expect(namesOthers(['#contoso'])).toEqual([]);
    expect((await apart.operatorsRead()).join()).toMatch(words);
  },
);

it('a dial that ends by itself names nobody else there', async () => {
  const down = { ConnectionState: 'Disconnected', LastError: 13_801, UnReachabilityReasons: spite };
  apart.mood = {
    ...calm,
    rows: withBranch({ ConnectionState: 'Disconnected', Persistent: false }),
    then: { rows: withBranch({ ...down, Persistent: false }) },
  };
  await apart.say('alice', 'connect-s2s tenant=contoso site=branch', '#contoso');
  await apart.drive();
  expect(await apart.requests()).toHaveLength(1);
  expect(namesOthers(['#contoso'])).toEqual([]);
});

it('what was left out is told in the operations channel, with its reference, once', async () => {
  apart.mood = { ...calm, read: 'error' };
  await apart.say('alice', 'disconnect-s2s tenant=contoso site=branch', '#contoso');
  await apart.drive();
  await apart.drive();
  const card = apart.heard.find(({ channel }) => channel === '#contoso')?.text ?? '';
  const [, reference = ''] = /under ([0-9a-f]{8})/.exec(card) ?? [];
  expect(reference).not.toBe('');
  const told = await apart.operatorsRead();
  expect(told.filter((text) => text.includes(reference))).toHaveLength(1);
  expect(told.join()).toMatch(/fabrikam-plant of routing domain Fabrikam/);
});

it('in the operations channel the words stand where they belong', async () => {
  apart.mood = { ...calm, read: 'error' };
  await apart.say('alice', 'disconnect-s2s tenant=contoso site=branch', '#mtgw');
  await apart.drive();
  const card = apart.heard.find(({ channel, typed }) => channel === '#mtgw' && !typed)?.text;
  expect(card).toMatch(/fabrikam-plant of routing domain Fabrikam/);
  expect(card).not.toMatch(/operators have the reason/);
});
