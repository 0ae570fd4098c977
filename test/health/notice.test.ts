import { plainText } from '../../src/adapters/web/text';
import fc from 'fast-check';
import type { ChangeRequest } from '../../approvals/request';
import type { Episode, Verdict, WatchState } from '../../src/ports/health';
import { digestOf } from '../../src/health/digest';
import { noticeOf } from '../../src/health/notice';
import { turn, type Turn } from '../../src/health/turn';
import type { Message } from '../../src/message';
import { judged, noChanges, patience, verdictOf } from './probes';

const around = { gateway: 'gw1', now: 1_000_000 };
const operations = { tenant: undefined };

function textOf(message: Message | undefined): string {
  return JSON.stringify(message ?? '');
}

/** gw1 with two tenants, each with a tunnel and a peer, each as it is told to be. */
function world(how: { gateway?: Verdict['health']; contoso?: boolean; fabrikam?: boolean }) {
  const own = verdictOf('gateway', 'gw1', how.gateway ?? 'healthy', {
    sentence: 'gw1 could not be read.',
    words: 'gw1 could not be read: routing domain Fabrikam is odd.',
    ...(how.gateway === undefined ? { sum: true } : {}),
  });
  delete own.tenant;
  const because = how.gateway === undefined ? {} : { because: own.key };
  const both = (['contoso', 'fabrikam'] as const).flatMap((tenant) => {
    const health: Verdict['health'] = how.gateway ?? (how[tenant] === false ? 'down' : 'healthy');
    const tunnel = verdictOf('tunnel', `${tenant}-branch`, health, { tenant, ...because });
    const peer = verdictOf('peer', `${tenant}-peer`, health, {
      tenant,
      via: tunnel.key,
      ...(health === 'healthy' ? {} : { because: tunnel.key }),
    });
    return [
      verdictOf('tenant', tenant, health, {
        tenant,
        ...because,
        ...(how.gateway === undefined ? { sum: true } : {}),
      }),
      tunnel,
      peer,
    ];
  });
  return judged([own, ...both]);
}

function play(all: readonly ReturnType<typeof world>[]) {
  let state: WatchState | undefined;
  const turns: Turn[] = [];
  const ended: Episode[] = [];
  for (const [second, one] of all.entries()) {
    const step = turn(state, one, {
      at: 1_000_000 + second * 1_000,
      probedAt: second * 1_000,
      patience,
      changes: noChanges,
    });
    state = step.next;
    turns.push(...step.turns);
    ended.push(...step.ended);
  }
  return { turns, ended, state };
}
const times = (count: number, how: Parameters<typeof world>[0]) =>
  Array.from({ length: count }, () => world(how));

test('an outage names its cause, and what is down with it', () => {
  const [fell] = play([...times(2, {}), ...times(5, { contoso: false })]).turns;
  if (fell === undefined) throw new Error('nothing was told');
  const message = noticeOf(fell, operations, { ...around, lastChange: 'after CR-1001 (kept): x' });
  expect(message).toMatchObject({
    summary: 'contoso-branch is down, and contoso-peer with it',
    tone: 'bad',
  });
  expect(textOf(message)).toContain('✗ contoso-peer is down.');
  expect(textOf(message)).toContain('after CR-1001 (kept): x');
});

test('a change is named to those alone who may read of its thing', () => {
  const cause = verdictOf('tunnel', 'shared', 'down', { tenant: 'fabrikam' });
  const along = verdictOf('peer', 'contoso-peer', 'down', { because: cause.key });
  const fell: Turn = {
    kind: 'fell',
    subject: cause,
    blind: false,
    since: 1_000_000,
    falls: 1,
    fromTheStart: false,
    along: [along],
  };
  const lastChange = 'after CR-1 (kept): remove-bgp-peer tenant=fabrikam name=hq-bgp';
  expect(textOf(noticeOf(fell, operations, { ...around, lastChange }))).toContain('CR-1');
  const theirs = textOf(noticeOf(fell, { tenant: 'contoso' }, { ...around, lastChange }));
  expect(theirs).toContain('contoso-peer');
  expect(theirs.toLowerCase()).not.toContain('fabrikam');
});

test('a tenant reads nothing of an outage of another one', () => {
  const { turns } = play([...times(2, {}), ...times(5, { contoso: false }), ...times(5, {})]);
  expect(turns.map(({ kind }) => kind)).toEqual(['fell', 'recovered']);
  for (const one of turns) expect(noticeOf(one, { tenant: 'fabrikam' }, around)).toBeUndefined();
});

test('a fault of the gateway reaches its tenants, without its own words and without their neighbours', () => {
  const { turns } = play([...times(2, {}), ...times(9, { gateway: 'unknown' }), ...times(5, {})]);
  expect(turns.map(({ kind, blind }) => [kind, blind])).toEqual([
    ['fell', true],
    ['recovered', true],
  ]);
  for (const one of turns) {
    const text = textOf(noticeOf(one, { tenant: 'contoso' }, around));
    expect(text).toContain('contoso');
    expect(text.toLowerCase()).not.toContain('fabrikam');
  }
  expect(textOf(turns[0] && noticeOf(turns[0], operations, around))).toContain('Fabrikam is odd');
});

const request = (id: string, state: ChangeRequest['state'], tenant: string) =>
  ({
    id,
    state,
    tenant,
    line: `add-s2s tenant=${tenant}`,
    requester: 'alice',
    stateSince: 900_000,
    due: {},
  }) as unknown as ChangeRequest;

function digest(
  played: ReturnType<typeof play>,
  more: { requests?: ChangeRequest[]; tenant?: string; isStale?: boolean } = {},
) {
  const { state, ended: episodes } = played;
  const { requests = [], tenant, isStale = false } = more;
  return digestOf({
    gateways: [{ name: 'gw1', state, episodes, isStale }],
    requests,
    scope: { tenant },
    last: undefined,
    now: 1_030_000,
  });
}

test('a digest is short when all is well', () => {
  const message = digest(play(times(3, {})));
  expect(message).toMatchObject({ summary: 'Digest of all tenants: all is well', tone: 'good' });
  expect(message.blocks).toHaveLength(1);
});

test('a digest names what is down on purpose, and does not count it as down', () => {
  const played = play(times(3, {}));
  const track = played.state?.tracks['tunnel contoso-branch'];
  const wasHungUp = { ...play(times(4, { contoso: false })).state };
  const of = { ...track, seen: 'excused' as const, meant: 'CR-5' };
  const state = {
    ...wasHungUp,
    tracks: { ...wasHungUp.tracks, 'tunnel contoso-branch': of },
  } as WatchState;
  const message = digest({ ...played, state });
  expect(message.summary).toBe('Digest of all tenants: all is well');
  expect(textOf(message)).toContain('Down on purpose: contoso-branch by CR-5.');
  expect(textOf(digest({ ...played, state }, { tenant: 'fabrikam' }))).not.toContain('CR-5');
});

test('a digest has the worst first, then who is waited for, then what is over', () => {
  const played = play([
    ...times(2, {}),
    ...times(5, { fabrikam: false }),
    ...times(5, {}),
    ...times(5, { contoso: false }),
  ]);
  const requests = [
    request('CR-1', 'pending', 'contoso'),
    request('CR-2', 'stuck', 'fabrikam'),
    request('CR-3', 'kept', 'contoso'),
    request('CR-4', 'denied', 'contoso'),
  ];
  const message = digest(played, { requests });
  expect(message.summary).toBe('Digest of all tenants: 1 down, 2 requests waiting, 1 outage over');
  const text = textOf(message);
  const places = [
    'Not well',
    'contoso-branch is down',
    'CR-2',
    'CR-1',
    'fabrikam-branch was down',
    'CR-3',
  ];
  const found = places.map((part) => text.indexOf(part));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(text).not.toContain('CR-4');
});

test('only what waits for somebody is called waiting, and how long it has and had is said in words', () => {
  const requests = [
    { ...request('CR-1', 'approved', 'contoso'), due: { expiry: 1_810_000 } },
    { ...request('CR-2', 'verifying', 'contoso'), due: {} },
    { ...request('CR-3', 'unconfirmed', 'contoso'), due: { confirm: 1_810_000 } },
    { ...request('CR-4', 'pending', 'contoso'), due: { expiry: 1_810_000 } },
  ];
  const message = digest(play(times(3, {})), { requests });
  expect(message.summary).toBe('Digest of all tenants: all is well, 2 requests waiting');
  const lists = message.blocks.flatMap((one) => (one.kind === 'list' ? [one.items] : []));
  const lines = lists.map((items) => items.map((item) => plainText(item)));
  expect(lines).toEqual([
    [
      'CR-3 ⏰ Done, waiting for Keep, for 2 minutes; undone in 13 minutes unless kept · add-s2s tenant=contoso · asked by alice',
      'CR-4 🗳️ Waiting for approval, for 2 minutes; expires in 13 minutes · add-s2s tenant=contoso · asked by alice',
    ],
    [
      'CR-2 🔎 Verifying, for 2 minutes · add-s2s tenant=contoso · asked by alice',
      'CR-1 👍 Approved, for 2 minutes; expires in 13 minutes · add-s2s tenant=contoso · asked by alice',
    ],
  ]);
});

test('what was not read, or not lately, is not well', () => {
  expect(digest({ turns: [], ended: [], state: undefined }).summary).toContain('1 not known');
  const message = digest(play(times(3, {})), { isStale: true });
  expect(message.summary).toContain('1 not known');
  expect(textOf(message)).toContain('no tunnels read');
});

test('an outage that cannot be seen any more is still in the digest', () => {
  const blind = judged([verdictOf('gateway', 'gw1', 'unknown')], ['tunnel', 'peer', 'tenant']);
  const played = play([...times(5, { contoso: false }), blind, blind]);
  expect(textOf(digest(played))).toContain('contoso-branch was down when it could be read last');
});

test('no digest and no notice for a tenant ever has the name of another', () => {
  const how = fc.record({
    gateway: fc.constantFrom(undefined, undefined, 'unknown' as const, 'down' as const),
    contoso: fc.boolean(),
    fabrikam: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(how, fc.integer({ min: 1, max: 9 })), { maxLength: 8 }),
      (all) => {
        const played = play(
          all.flatMap(([{ gateway, ...rest }, count]) =>
            times(count, { ...rest, ...(gateway && { gateway }) }),
          ),
        );
        const scope = { tenant: 'contoso' };
        const said = [
          ...played.turns.map((one) => textOf(noticeOf(one, scope, around))),
          textOf(digest(played, { tenant: 'contoso' })),
        ];
        for (const text of said) expect(text.toLowerCase()).not.toContain('fabrikam');
      },
    ),
    { numRuns: 150 },
  );
});
