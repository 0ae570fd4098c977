import { createServerClock } from '../../../src/adapters/redis/server-clock';
import { tick } from '../../../src/workflow/due';
import { type RedisServer, startRedis } from '../../redis-server';
import { openLine } from '../../workflow/line-harness';
import { clockContract } from '../clock-contract';
import { connected, disconnectAll, quiet } from './fixture';

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

describe('the clock of the records', () => {
  clockContract(async () => {
    const clock = await createServerClock(await connected(server), quiet);
    clocks.push(clock);
    return { clock, during: (work) => work };
  });

  test('a host whose clock is half an hour ahead agrees with the others on the time', async () => {
    const redis = await connected(server);
    const real = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => real + 31 * 60_000);
    const clock = await createServerClock(redis, quiet);
    const [seconds] = await redis.time();
    expect(Math.abs(clock.now() - Number(seconds) * 1_000)).toBeLessThan(5_000);
    expect(Math.abs(clock.wall() - Number(seconds) * 1_000)).toBeLessThan(5_000);
    clock.close();
  });

  test('a change is not undone early by a process whose clock is ahead', async () => {
    const line = await openLine(server.url);
    const kept = await line.run();
    expect(kept.state).toBe('unconfirmed');
    const redis = await connected(server);
    jest.spyOn(Date, 'now').mockImplementation(() => 9e14);
    const clock = await createServerClock(redis, quiet);
    await tick({ ...line.parts, clock });
    expect((await line.now()).state).toBe('unconfirmed');
    clock.close();
    await line.close();
  });

  test('a step of the machine’s clock does not move it', async () => {
    const redis = await connected(server);
    const clock = await createServerClock(redis, quiet);
    const before = clock.now();
    jest.spyOn(Date, 'now').mockImplementation(() => 0);
    expect(Math.abs(clock.now() - before)).toBeLessThan(5_000);
    clock.close();
  });
});
