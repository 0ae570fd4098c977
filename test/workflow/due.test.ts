import { tick } from '../../src/workflow/due';
import { damageRecord, disconnectAll, writeAsNewer } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { openRealRecords } from './real-records';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

test("a change takes itself back in time while other records can't be read", async () => {
  const { parts, put, newest, redis, prefix, close } = await openRealRecords(server);
  await put('CR-1', { state: 'unconfirmed', due: { confirm: 1 } });
  await put('CR-2', { state: 'unconfirmed', due: { confirm: 2 } });
  await put('CR-3', { state: 'unconfirmed', due: { confirm: 3 } });
  await damageRecord(redis, prefix, 'CR-1');
  await writeAsNewer(redis, prefix, 'CR-2');
  for (let round = 0; round < 3; round++) await tick(parts);
  expect(await newest('CR-3')).toMatchObject({ state: 'undoing', run: 1 });
  await close();
});

test('what only calls itself due does nothing before its time', async () => {
  const { parts, put, newest, redis, prefix, close } = await openRealRecords(server);
  const later = parts.clock.now() + 60_000;
  const all = { confirm: later, expiry: later, planning: later, warning: later, reminder: later };
  await put('CR-1', { state: 'unconfirmed', due: all });
  const before = await newest('CR-1');
  for (const kind of Object.keys(all)) await redis.zadd(`{${prefix}}:due`, 1, `${kind} CR-1`);
  for (let round = 0; round < 3; round++) await tick(parts);
  expect(await newest('CR-1')).toEqual(before);
  parts.clock = { ...parts.clock, now: () => later };
  await redis.del(`{${prefix}}:leases`);
  await tick(parts);
  expect((await newest('CR-1')).state).not.toBe('unconfirmed');
  await close();
});
