import type { ChangeRequest, RequestState } from '../../../approvals/request';
import type { ChangeStore } from '../../../src/ports';
import { type RedisServer, startRedis } from '../../redis-server';
import { auditOf, disconnectAll, freshRecords, requestOf } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

const whole = { risk: 'gateway' as const };
const held = (holder: string) => ({ moved: false, why: 'held', holder });

async function openTurns() {
  const { store, redis, prefix } = await freshRecords(server);
  const newest = async (id: string) => {
    const request = await store.get(id);
    if (request === undefined) throw new Error(`${id} is lost`);
    return request;
  };
  return {
    store,
    redis,
    waiting: (gateway = 'gw1') => `{${prefix}}:waiting:${gateway}`,
    /** Approved, and wants to begin. */
    begins: async (id: string, change: Partial<ChangeRequest> = {}) => {
      const request = requestOf(id, { state: 'approved', ...change });
      const made = await store.create(request, auditOf(id));
      return await to(store, made, 'queued');
    },
    triesAgain: async (id: string) => await to(store, await newest(id), 'queued'),
    becomes: async (id: string, state: RequestState) => await to(store, await newest(id), state),
  };
}

async function to(store: ChangeStore, from: ChangeRequest, state: RequestState) {
  return await store.move(from, { ...from, state }, auditOf(from.id));
}

describe('a gateway-level change that waits', () => {
  test('is overtaken by no change that comes later, and begins once what was at work has ended', async () => {
    const { begins, triesAgain, becomes } = await openTurns();
    await begins('CR-1');
    expect(await begins('CR-2', whole)).toEqual(held('CR-1'));
    expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
    await becomes('CR-1', 'kept');
    expect(await triesAgain('CR-3')).toEqual(held('CR-2'));
    expect(await triesAgain('CR-2')).toMatchObject({ moved: true });
    expect(await triesAgain('CR-3')).toEqual(held('CR-2'));
    await becomes('CR-2', 'kept');
    expect(await triesAgain('CR-3')).toMatchObject({ moved: true });
  });

  test('does not hold up what has begun, or what is on another gateway', async () => {
    const { begins, becomes } = await openTurns();
    await begins('CR-1');
    await begins('CR-2', whole);
    for (const state of ['applying', 'verifying', 'unconfirmed', 'undoing', 'undone'] as const) {
      expect(await becomes('CR-1', state)).toMatchObject({ moved: true });
    }
    const elsewhere = { gateway: 'gw2', tenant: 'northwind' };
    expect(await begins('CR-3', elsewhere)).toMatchObject({ moved: true });
  });

  test.each(['cancelled', 'expired', 'stale', 'pending'] as const)(
    'gives its turn away when it becomes %s',
    async (state) => {
      const { begins, triesAgain, becomes, redis, waiting } = await openTurns();
      await begins('CR-1');
      await begins('CR-2', whole);
      expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
      await becomes('CR-2', state);
      expect(await triesAgain('CR-3')).toMatchObject({ moved: true });
      expect(await redis.hgetall(waiting())).toEqual({});
    },
  );

  test('keeps its turn while words are added to it', async () => {
    const { begins, store } = await openTurns();
    await begins('CR-1');
    await begins('CR-2', whole);
    const request = await store.get('CR-2');
    if (request === undefined) throw new Error('CR-2 is lost');
    await store.move(request, { ...request, because: 'It waits.' }, auditOf('CR-2'));
    expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
  });

  test('that comes after a waiting tenant does not overtake it either', async () => {
    const { begins, triesAgain, becomes } = await openTurns();
    await begins('CR-1', whole);
    expect(await begins('CR-2')).toEqual(held('CR-1'));
    expect(await begins('CR-3', whole)).toEqual(held('CR-1'));
    await becomes('CR-1', 'kept');
    expect(await triesAgain('CR-3')).toEqual(held('CR-2'));
    expect(await triesAgain('CR-2')).toMatchObject({ moved: true });
  });

  test.each(['stuck', 'unknown'] as const)(
    'holds nobody up while it waits for one that is %s: a person settles that, who knows when',
    async (state) => {
      const { begins, triesAgain, becomes } = await openTurns();
      await begins('CR-1');
      await becomes('CR-1', 'applying');
      await becomes('CR-1', state);
      expect(await begins('CR-2', whole)).toEqual(held('CR-1'));
      expect(await begins('CR-3', { tenant: 'fabrikam' })).toMatchObject({ moved: true });
      await becomes('CR-1', 'undoing');
      expect(await triesAgain('CR-2')).toMatchObject({ moved: false, why: 'held' });
      expect(await begins('CR-4', { tenant: 'northwind' })).toEqual(held('CR-2'));
    },
  );

  test('that asks no more for five minutes has lost its turn, so that a damaged record blocks nobody', async () => {
    const { begins, triesAgain, redis, waiting } = await openTurns();
    await begins('CR-1');
    await begins('CR-2', whole);
    expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
    const [seconds] = await redis.time();
    const turn = JSON.parse((await redis.hget(waiting(), 'CR-2')) ?? '') as { lapses: number };
    const left = turn.lapses - Number(seconds) * 1_000;
    expect(left).toBeGreaterThan(240_000);
    expect(left).toBeLessThanOrEqual(301_000);
    await redis.hset(waiting(), 'CR-2', JSON.stringify({ ...turn, lapses: 1 }));
    expect(await triesAgain('CR-3')).toMatchObject({ moved: true });
  });
});

test('of many that want one gateway all come to their turn, and none overtakes or is overtaken by the whole gateway', async () => {
  const { begins, triesAgain, becomes } = await openTurns();
  const tenants = ['contoso', 'fabrikam', '*', 'northwind', 'contoso', '*', 'fabrikam', '*'];
  const all = Array.from({ length: 24 }, (_, i) => {
    const tenant = tenants[(i * 5) % tenants.length] ?? '*';
    return { id: `CR-${i}`, tenant };
  });
  const working: typeof all = [];
  const waiting: typeof all = [];
  const begun: string[] = [];
  const conflict = (a: string, b: string) => a === b || a === '*' || b === '*';
  const start = (one: (typeof all)[number]) => {
    expect(working.filter(({ tenant }) => conflict(tenant, one.tenant))).toEqual([]);
    const before = waiting.slice(0, waiting.indexOf(one)).map(({ tenant }) => tenant);
    // Two of one tenant may come in either order; the whole gateway and a tenant may not.
    expect(one.tenant === '*' ? before : before.filter((tenant) => tenant === '*')).toEqual([]);
    working.push(one);
    begun.push(one.id);
  };
  for (const one of all) {
    const change = one.tenant === '*' ? whole : { tenant: one.tenant };
    waiting.push(one);
    if (!(await begins(one.id, change)).moved) continue;
    start(one);
    waiting.splice(waiting.indexOf(one), 1);
  }
  for (let round = 0; round < 60 && waiting.length > 0; round++) {
    const ending = working.shift();
    if (ending !== undefined) await becomes(ending.id, 'kept');
    // The newest ask first, which helps them nothing.
    for (const one of waiting.toReversed()) {
      if (!(await triesAgain(one.id)).moved) continue;
      start(one);
      waiting.splice(waiting.indexOf(one), 1);
    }
  }
  expect(begun.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
});
