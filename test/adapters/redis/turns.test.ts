import { type RedisServer, startRedis } from '../../redis-server';
import { held, openTurns, whole } from '../open-turns';
import { turnsContract } from '../turns-contract';
import { disconnectAll, freshRecords } from './fixture';
import { recordsOn } from './records-on';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

turnsContract(() => recordsOn(server));

async function openInRedis() {
  const records = await freshRecords(server);
  const { redis, prefix } = records;
  const waiting = (gateway = 'gw1') => `{${prefix}}:waiting:${gateway}`;
  return { ...openTurns(records), redis, waiting };
}

describe('a gateway-level change that waits in Redis', () => {
  test.each(['cancelled', 'expired', 'stale', 'pending'] as const)(
    'gives its turn away when it becomes %s',
    async (state) => {
      const { begins, triesAgain, becomes, redis, waiting } = await openInRedis();
      await begins('CR-1');
      await begins('CR-2', whole);
      expect(await begins('CR-3', { tenant: 'fabrikam' })).toEqual(held('CR-2'));
      await becomes('CR-2', state);
      expect(await triesAgain('CR-3')).toMatchObject({ moved: true });
      expect(await redis.hgetall(waiting())).toEqual({});
    },
  );

  test('that asks no more for five minutes has lost its turn, so that a damaged record blocks nobody', async () => {
    const { begins, triesAgain, redis, waiting } = await openInRedis();
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
