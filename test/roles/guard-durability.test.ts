import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readProcessConfig } from '../../src/config/process';
import { packageRoot } from '../../src/package-root';
import { followRules } from '../../src/roles/follow-rules';
import { guardDurability } from '../../src/roles/guard-durability';
import { openClock, standOn } from '../../src/roles/stand-on';
import { auditOf, connected, disconnectAll, quiet, requestOf } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(() => server.stop());

it('whatever role stands on a Redis sees a setting that was changed under it', async () => {
  const redis = await connected(server);
  const options = readProcessConfig(join(packageRoot, 'examples', 'config'), {
    MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
    MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
  });
  const clock = await openClock(redis, options, quiet);
  const guard = await guardDurability(redis, quiet);
  const rules = followRules(options, quiet);
  const parts = standOn(redis, options, { clock, guard, rules }, quiet);
  try {
    expect(parts.unsafe()).toEqual([]);
    // Its clock is that of Redis, whatever this machine's says.
    const here = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(here + 31 * 60_000);
    const [seconds] = await redis.time();
    expect(Math.abs(parts.clock.now() - Number(seconds) * 1_000)).toBeLessThan(5_000);
    jest.restoreAllMocks();
    // The chats that are set up are marked, and no other.
    await parts.store.create(requestOf('CR-1'), auditOf('CR-1'));
    expect(await parts.store.behind('slack')).toEqual(['CR-1']);
    expect(await parts.store.behind('teams')).toEqual(['CR-1']);
    await redis.config('SET', 'appendfsync', 'everysec');
    expect(parts.unsafe()).toEqual([]);
    const gap = expect.stringMatching(/^appendfsync is everysec/);
    expect(await parts.unsafeNow()).toEqual([gap]);
    // And from then on everybody knows.
    expect(parts.unsafe()).toEqual([gap]);
    await redis.config('SET', 'appendfsync', 'always');
    expect(await parts.unsafeNow()).toEqual([]);
  } finally {
    await guard.stop();
    await rules.stop();
    await parts.queue.close();
    clock.close();
  }
});
