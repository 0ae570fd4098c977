import { execute } from '../../src/workflow/execute';
import { tellOfUnusable } from '../../src/workflow/unusable';
import { disconnectAll } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { openRealRecords } from './real-records';

/* Who operates the bot is told that somebody writes to its Redis. */

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

async function opened() {
  const records = await openRealRecords(server);
  const { parts, redis, prefix } = records;
  const key = `{${prefix}}:request:CR-1`;
  const notices = async (channel: string) =>
    (await parts.health.firstNotices('slack', channel, 9)).map(({ message }) => message);
  return { ...records, key, notices, redis };
}

test('a forged record is told in the operations channels, once', async () => {
  const { parts, put, redis, key, notices, close } = await opened();
  const made = await put('CR-1', { state: 'pending' });
  await redis.hset(key, 'json', JSON.stringify({ ...made, done: 7 }));
  for (let round = 0; round < 3; round++) await tellOfUnusable(parts);
  expect(await notices('mtgw')).toMatchObject([
    {
      summary: 'CR-1 is stopped: its record is not to be trusted',
      blocks: [{ text: expect.stringContaining('it was not written by the bot') }, {}],
    },
  ]);
  await close();
});

test('what is well is not told', async () => {
  const { parts, put, notices, close } = await opened();
  await put('CR-1', { state: 'pending' });
  await tellOfUnusable(parts);
  expect(await notices('mtgw')).toEqual([]);
  await close();
});

test('an older copy that is put back is told where it was asked too, without the reason', async () => {
  const { parts, put, redis, key, notices, close } = await opened();
  const made = await put('CR-1', { state: 'queued', home: { chat: 'slack', channel: 'contoso' } });
  const copy = await redis.hgetall(key);
  const audit = { at: 1, actor: 'mtgw', action: 'request.cancelled', detail: {} };
  await parts.store.move(made, { ...made, state: 'cancelled' }, audit);
  await redis.hset(key, copy);
  await execute(parts, { request: 'CR-1', run: made.run });
  expect(JSON.stringify(await notices('mtgw'))).toContain('it is older than entry');
  const [told] = await notices('contoso');
  expect(told?.summary).toBe('CR-1 is stopped: its record is not to be trusted');
  expect(JSON.stringify(told)).not.toContain('entry');
  await close();
});
