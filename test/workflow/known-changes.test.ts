import { type Plan, sealPlan, type State } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { knownChanges } from '../../src/workflow/known-changes';
import type { Records } from '../../src/workflow/parts';
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
    expect(changes.isAtWork('contoso-hq')).toBe(true);
    expect(changes.isAtWork('contoso-branch')).toBe(false);
  }
  const waiting = await known({ state: 'unconfirmed', plan: planOf(gone, there) });
  expect(waiting.isAtWork('contoso-hq')).toBe(false);
});

test('a removal that was kept, and an addition that was undone, explain that it is gone', async () => {
  const kept = await known({ state: 'kept', plan: planOf(there, gone) });
  expect(kept.explains('contoso-hq', 1_000_000)).toBe(true);
  expect(kept.explains('contoso-branch', 1_000_000)).toBe(false);
  const undone = await known({ state: 'undone', plan: planOf(gone, there) });
  expect(undone.explains('contoso-hq', 1_000_000)).toBe(true);
});

test('a change that ended long before it was last met there explains nothing', async () => {
  const kept = await known({ state: 'kept', plan: planOf(there, gone) });
  expect(kept.explains('contoso-hq', 1_000_000 + hour)).toBe(false);
});

test('a change that only set something explains no absence', async () => {
  const set = await known({ state: 'kept', plan: planOf(there, there) });
  expect(set.explains('contoso-hq', 1_000_000)).toBe(false);
});

test('a change that never began explains nothing', async () => {
  const denied = await known({ state: 'denied', startedRun: 0, plan: planOf(there, gone) });
  expect(denied.explains('contoso-hq', 1_000_000)).toBe(false);
  expect(denied.lastOn('contoso-hq', 1_000_000)).toBeUndefined();
});

test('the newest change on a thing is mentioned for an hour', async () => {
  const kept = await known({ state: 'kept', plan: planOf(there, there) });
  expect(kept.lastOn('contoso-hq', 1_000_000 + hour / 2)).toBe(
    'after CR-1 (kept): add-s2s tenant=contoso site=hq',
  );
  expect(kept.lastOn('contoso-hq', 1_000_000 + 2 * hour)).toBeUndefined();
});
