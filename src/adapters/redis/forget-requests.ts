import type { Redis } from 'ioredis';
import { keysUnder } from './keys';

/**
 * Forget every request and all that follows from them, as if nobody had asked for anything yet. The audit trail, the
 * queues and who is there stay: running processes know of these. For the sandbox alone: nothing is asked, or kept.
 */
export async function forgetRequests(redis: Redis, prefix: string): Promise<void> {
  const keys = keysUnder(prefix);
  const kept = [
    ...[keys.audit, keys.auditHead, keys.auditSeals, keys.auditAside, keys.auditOf('')],
    ...[keys.queues, keys.worker(''), keys.leader(''), keys.clockOffset, keys.serviceUrls],
    ...[keys.digests, keys.digestRules, keys.event('')],
  ];
  for (let cursor = '0'; ; ) {
    const [next, found] = await redis.scan(cursor, 'MATCH', `{${prefix}}:*`, 'COUNT', 500);
    const gone = found.filter((key) => !kept.some((one) => key.startsWith(one)));
    if (gone.length > 0) await redis.del(...gone);
    if (next === '0') return;
    cursor = next;
  }
}
