import { findDurabilityGaps } from '../../../src/adapters/redis/durability';
import { startRedis } from '../../redis-server';
import { connected, disconnectAll } from './fixture';

afterEach(disconnectAll);

test('a Redis as the bot wants it has no gaps; each wrong setting is one sentence', async () => {
  const server = await startRedis();
  try {
    const redis = await connected(server);
    expect(await findDurabilityGaps(redis)).toEqual([]);
    await redis.config('SET', 'appendfsync', 'everysec');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await redis.config('SET', 'appendonly', 'no');
    expect(await findDurabilityGaps(redis)).toEqual([
      'appendonly is no. Set it to yes: without it a restart forgets approved changes.',
      'appendfsync is everysec. Set it to always: otherwise a power cut takes back what was acknowledged.',
      'maxmemory-policy is allkeys-lru. Set it to noeviction: otherwise a full memory drops records silently.',
    ]);
  } finally {
    await server.stop();
  }
});

test('a managed Redis that forbids CONFIG is a finding, not a crash', async () => {
  const server = await startRedis();
  try {
    const redis = await connected(server);
    await redis.call('ACL', 'SETUSER', 'default', '-config');
    const findings = await findDurabilityGaps(redis);
    expect(findings).toHaveLength(3);
    expect(findings[0]).toContain('does not tell its appendonly');
  } finally {
    await server.stop();
  }
});
