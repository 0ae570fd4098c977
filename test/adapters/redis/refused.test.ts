import { Redis } from 'ioredis';
import { connect, whenReady } from '../../../src/adapters/redis/connect';
import { findDurabilityGaps } from '../../../src/adapters/redis/durability';
import { UnavailableError } from '../../../src/errors';
import { type RedisServer, startRedis } from '../../redis-server';
import { listeningLog } from './fixture';

/* A Redis that is there and does not let the bot in. It must not be told as one that is away. */

let server: RedisServer;
let log: ReturnType<typeof listeningLog>;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis();
  const owner = new Redis(server.url);
  await owner.call('ACL', 'SETUSER', 'looker', 'on', '>seen', '~mtgw:*', '+ping', '+exists');
  await owner.call('ACL', 'SETUSER', 'default', '>right');
  owner.disconnect();
});
beforeEach(() => {
  log = listeningLog();
});
afterEach(() => redis.disconnect());
afterAll(() => server.stop());

const at = (login: string) => server.url.replace('//', `//${login}`);

async function refusal(login: string): Promise<{ told: string; ms: number }> {
  redis = connect(at(login), 'chat', log);
  const since = performance.now();
  const error = await whenReady(redis, 10_000).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnavailableError);
  return { told: (error as Error).message, ms: performance.now() - since };
}

it.each([
  [
    'that was told no password',
    '',
    /^Redis at 127\.0\.0\.1:\d+ wants a password, and was told none/,
  ],
  ['that was told a wrong password', ':wrong@', /does not take the user or the password/],
  ['that was told an unknown user', 'mtgw:right@', /does not take the user or the password/],
])('a bot %s hears so at once, and where it is said', async (_who, login, sentence) => {
  const { told, ms } = await refusal(login);
  expect(told).toMatch(sentence);
  expect(told).toContain('MTGW_REDIS_URL');
  expect(ms).toBeLessThan(5_000);
  expect(told).not.toMatch(/wrong|right@|cannot be reached/);
  expect(log.said[0]).toContain(told);
});

it('a user without the rights is told as that', async () => {
  redis = connect(at('looker:seen@'), 'chat', log);
  await whenReady(redis, 10_000);
  await expect(findDurabilityGaps(redis)).rejects.toThrow(
    /does not let this user do what the bot does\. examples\/mtgw-redis\.acl has the rights/,
  );
});
