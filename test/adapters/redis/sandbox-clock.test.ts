import { createSandboxClock } from '../../../src/adapters/redis/sandbox-clock';
import { type RedisServer, startRedis } from '../../redis-server';
import { clockContract } from '../clock-contract';
import { connected, disconnectAll, quiet, until } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
const clocks: { close(): void }[] = [];
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.close();
  disconnectAll();
});
afterAll(async () => await server.stop());

const hour = 3_600_000;

describe('the clock of a sandbox', () => {
  let made = 0;
  clockContract(async () => {
    const clock = await createSandboxClock(await connected(server), `sandbox-${++made}`, quiet);
    clocks.push(clock);
    return { clock, during: (work) => work };
  });
});

test('a moved clock moves no real machine: the time of those stays, and a sleep is as long', async () => {
  const clock = await createSandboxClock(await connected(server), 'clock-3', quiet);
  clocks.push(clock);
  const before = clock.wall();
  const sleep = clock.sleep(1_000);
  await clock.move(25 * hour);
  expect(clock.wall() - before).toBeLessThan(1_000);
  await sleep;
  expect(clock.wall() - before).toBeGreaterThanOrEqual(998);
  expect(clock.now() - clock.wall()).toBe(25 * hour);
});

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
