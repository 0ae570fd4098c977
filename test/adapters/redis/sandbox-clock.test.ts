import { createSandboxClock } from '../../../src/adapters/redis/sandbox-clock';
import { type RedisServer, startRedis } from '../../redis-server';
import { connected, disconnectAll, quiet, until } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

const hour = 3_600_000;

test('a moved clock is moved for every process, and for those that start later', async () => {
  const redis = await connected(server);
  const first = await createSandboxClock(redis, 'clock', quiet);
  const second = await createSandboxClock(redis, 'clock', quiet);
  expect(Math.abs(first.now() - Date.now())).toBeLessThan(50);
  await first.move(25 * hour);
  await until(() => second.now() - Date.now() > 24.9 * hour);
  await second.move(-hour);
  await first.refresh();
  expect(Math.abs(first.now() - Date.now() - 24 * hour)).toBeLessThan(50);
  const third = await createSandboxClock(redis, 'clock', quiet);
  expect(Math.abs(third.now() - Date.now() - 24 * hour)).toBeLessThan(50);
  for (const clock of [first, second, third]) clock.close();
});

test('a move that was missed while the connection was lost is heard of by itself', async () => {
  const redis = await connected(server);
  const clock = await createSandboxClock(redis, 'clock-2', quiet);
  // Moved without a word, as if the word had been lost.
  await redis.incrby('{clock-2}:clock-offset', hour);
  await redis.call('CLIENT', 'KILL', 'TYPE', 'PUBSUB');
  await until(() => clock.now() - Date.now() > 0.9 * hour);
  clock.close();
});
