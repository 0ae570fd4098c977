import { type Plan, sealPlan, type State } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { knownChanges } from '../../src/watching/known-changes';
import type { Records } from '../../src/workflow/parts';
import { verdictOf } from '../health/probes';
import { auditOf, disconnectAll, freshRecords, requestOf } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

const there: State = { 'tunnel contoso-hq': { enabled: true } };
const gone: State = { 'tunnel contoso-hq': null };

const tenant = 'contoso';
const hq = verdictOf('tunnel', 'contoso-hq', 'down', { tenant });
const branch = verdictOf('tunnel', 'contoso-branch', 'down', { tenant });

function planOf(before: State, after: State): Plan {
  const touches = { tenants: ['contoso'], tunnels: [], sessions: 0, prefixes: [] };
  return sealPlan({ before, after, basis: {}, steps: [], touches, notes: [] }, 'gw1', 'a line');
}

async function known(change: Partial<ChangeRequest>) {
  const records = await freshRecords(server);
  const request = requestOf('CR-1', { run: 1, startedRun: 1, stateSince: 1_000_000, ...change });
  await records.store.create(request, auditOf('CR-1'));
  return await knownChanges(records as unknown as Records, 'gw1');
}

const hour = 3_600_000;

test('a change is at work while it applies, verifies or undoes, and not while it waits', async () => {
  for (const state of ['applying', 'verifying', 'undoing'] as const) {
    const changes = await known({ state, plan: planOf(gone, there) });
    expect(changes.isAtWork(hq)).toBe(true);
    expect(changes.isAtWork(branch)).toBe(false);
  }
  const waiting = await known({ state: 'unconfirmed', plan: planOf(gone, there) });
  expect(waiting.isAtWork(hq)).toBe(false);
});

test('a removal that was kept, and an addition that was undone, explain that it is gone', async () => {
  const kept = await known({ state: 'kept', plan: planOf(there, gone) });
  expect(kept.explains(hq, 1_000_000)).toBe(true);
  expect(kept.explains(branch, 1_000_000)).toBe(false);
  const undone = await known({ state: 'undone', plan: planOf(gone, there) });
  expect(undone.explains(hq, 1_000_000)).toBe(true);
});

test('a change that ended long before it was last met there explains nothing', async () => {
  const kept = await known({ state: 'kept', plan: planOf(there, gone) });
  expect(kept.explains(hq, 1_000_000 + hour)).toBe(false);
});

test('a change that only set something explains no absence', async () => {
  const set = await known({ state: 'kept', plan: planOf(there, there) });
  expect(set.explains(hq, 1_000_000)).toBe(false);
});

test('a change that never began explains nothing', async () => {
  const denied = await known({ state: 'denied', startedRun: 0, plan: planOf(there, gone) });
  expect(denied.explains(hq, 1_000_000)).toBe(false);
  expect(denied.lastOn(hq, 1_000_000)).toBeUndefined();
});

test('the newest change on a thing is mentioned for an hour', async () => {
  const kept = await known({ state: 'kept', plan: planOf(there, there) });
  expect(kept.lastOn(hq, 1_000_000 + hour / 2)).toBe(
    'after CR-1 (kept): add-s2s tenant=contoso site=hq',
  );
  expect(kept.lastOn(hq, 1_000_000 + 2 * hour)).toBeUndefined();
});

describe('the same name elsewhere is another thing:', () => {
  const peerThere: State = { 'BGP peer hq-bgp': { 'peer AS': 65120 } };
  const peerGone: State = { 'BGP peer hq-bgp': null };
  const peerOf = (owner: string) => verdictOf('peer', 'hq-bgp', 'down', { tenant: owner });

  test('a change of one tenant explains nothing of another, and its line is not said there', async () => {
    const line = 'remove-bgp-peer tenant=fabrikam name=hq-bgp';
    const change = { tenant: 'fabrikam', line, plan: planOf(peerThere, peerGone) };
    const kept = await known({ ...change, state: 'kept' });
    expect(kept.explains(peerOf('fabrikam'), 1_000_000)).toBe(true);
    expect(kept.explains(peerOf('contoso'), 1_000_000)).toBe(false);
    expect(kept.lastOn(peerOf('fabrikam'), 1_000_000)).toContain(line);
    expect(kept.lastOn(peerOf('contoso'), 1_000_000)).toBeUndefined();
    const applying = await known({ ...change, state: 'applying' });
    expect(applying.isAtWork(peerOf('fabrikam'))).toBe(true);
    expect(applying.isAtWork(peerOf('contoso'))).toBe(false);
  });

  test('a change of a peer is none of the tunnel that is called the same', async () => {
    const kept = await known({ state: 'kept', plan: planOf(peerThere, peerGone) });
    const tunnel = verdictOf('tunnel', 'hq-bgp', 'down', { tenant });
    expect(kept.explains(peerOf('contoso'), 1_000_000)).toBe(true);
    expect(kept.explains(tunnel, 1_000_000)).toBe(false);
    expect(kept.lastOn(tunnel, 1_000_000)).toBeUndefined();
  });
});

describe('what is to be down by a change', () => {
  const up: State = { 'tunnel contoso-hq': { connection: 'up' } };
  const down: State = { 'tunnel contoso-hq': { connection: 'down' } };

  test.each(['unconfirmed', 'kept'] as const)(
    'is what it hung up, once it is %s',
    async (state) => {
      const changes = await known({ state, plan: planOf(up, down) });
      expect(changes.wantsDown(hq)).toEqual({ by: 'CR-1', since: 1_000_000 });
      expect(changes.wantsDown(branch)).toBeUndefined();
    },
  );

  test('is not what it dialled, nor what was taken back', async () => {
    const dialled = await known({ state: 'kept', plan: planOf(down, up) });
    expect(dialled.wantsDown(hq)).toBeNull();
    const undone = await known({ state: 'undone', plan: planOf(up, down) });
    expect(undone.wantsDown(hq)).toBeNull();
  });
});
