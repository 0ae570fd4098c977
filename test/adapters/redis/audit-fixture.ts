import type { Redis } from 'ioredis';
import { openRecords } from '../../../src/adapters/redis/records';
import type { RedisServer } from '../../redis-server';
import { withTenEntries } from '../ten-entries';
import { auditKey, freshRecords, quiet, vaultKey } from './fixture';

/** Ten entries: two requests, created and moved, and some without a request. */
export async function tenEntries(server: RedisServer) {
  const records = await withTenEntries(() => freshRecords(server));
  const key = (name: string) => `{${records.prefix}}:${name}`;
  return { ...records, key };
}

/** Redis has no edit for streams, so a tamperer writes the whole stream again. */
export async function rewrite(
  redis: Redis,
  stream: string,
  change: (texts: string[]) => (string | undefined)[],
) {
  const entries = await redis.xrange(stream, '-', '+');
  const macs = new Map(entries.map(([, fields]) => [fields[1] ?? '', fields[3] ?? '']));
  const before = [...macs.keys()];
  await redis.del(stream);
  for (const [i, text] of change(before).entries()) {
    // A changed text keeps the mac of its place: without the key there is no other.
    const mac = macs.get(text ?? '') ?? macs.get(before[i] ?? '') ?? '';
    if (text !== undefined) await redis.xadd(stream, `${i + 1}-0`, 'e', text, 'm', mac, 'w', 'x');
  }
}

/** The same records as a process sees them that has just started. */
export function restarted(redis: Redis, prefix: string, key = auditKey) {
  return openRecords(redis, { prefix, auditKey: key, vaultKey, log: quiet });
}
