import { findDurabilityGaps } from '../../../src/adapters/redis/durability';
import { type RedisServer, startRedis } from '../../redis-server';
import { connected, disconnectAll, until } from './fixture';

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

test('a replica is a finding: the role may change under a running bot', async () => {
  const [primary, replica] = [await startRedis(), await startRedis()];
  try {
    const redis = await connected(replica);
    expect(await findDurabilityGaps(redis)).toEqual([]);
    await follow(replica, primary);
    expect(await findDurabilityGaps(redis)).toEqual([
      'The server is a replica: it takes no writes of its own.',
    ]);
  } finally {
    await Promise.all([primary.stop(), replica.stop()]);
  }
});

test('what a replica does not have yet would be forgotten by a failover', async () => {
  const [primary, replica] = [await startRedis(), await startRedis()];
  try {
    const redis = await connected(primary);
    await follow(replica, primary);
    const hasIt = async () => (await redis.set('written', '1'), await redis.wait(1, 1_000)) === 1;
    await until(hasIt, 20_000);
    expect(await findDurabilityGaps(redis)).toEqual([]);
    replica.freeze();
    await redis.set('written', '2');
    expect(await findDurabilityGaps(redis)).toEqual([
      '0 of 1 replicas have what was written last: a failover now would forget it. Mend the replica, or take it away.',
    ]);
    replica.resume();
    await until(async () => (await findDurabilityGaps(redis)).length === 0, 20_000);
  } finally {
    replica.resume();
    await Promise.all([primary.stop(), replica.stop()]);
  }
});

async function follow(replica: RedisServer, primary: RedisServer): Promise<void> {
  const redis = await connected(replica);
  const { hostname, port } = new URL(primary.url);
  await redis.call('REPLICAOF', hostname, port);
}

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
