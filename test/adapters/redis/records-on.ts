import type { RedisServer } from '../../redis-server';
import type { MakeRecords } from '../records-under-test';
import { damageRecord, freshRecords, writeAsNewer } from './fixture';

/** The records of a fresh installation in Redis, and of more processes over connections of their own. */
export async function recordsOn(
  server: RedisServer,
  options: Parameters<MakeRecords>[0] = {},
): ReturnType<MakeRecords> {
  const records = await freshRecords(server, options);
  const { redis, prefix } = records;
  return {
    ...records,
    another: () => freshRecords(server, { prefix, ...options }),
    spoil: (id, how) => (how === 'newer' ? writeAsNewer : damageRecord)(redis, prefix, id),
    async lapseClaims() {
      const key = `{${prefix}}:leases`;
      for (const claim of await redis.hkeys(key)) await redis.hset(key, claim, '1');
    },
    async ageTurns(gateway, ms) {
      const key = `{${prefix}}:waiting:${gateway}`;
      for (const [id, text] of Object.entries(await redis.hgetall(key))) {
        const turn = JSON.parse(text) as { lapses: number };
        await redis.hset(key, id, JSON.stringify({ ...turn, lapses: turn.lapses - ms }));
      }
    },
  };
}
