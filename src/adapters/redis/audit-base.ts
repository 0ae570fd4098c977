import type { Redis } from 'ioredis';
import type { AuditEntry } from '../../ports/audit';
import { emptyHead, type Head } from './audit-chain';
import type { Keys } from './keys';
import { reach } from './reach';

export const archiveAction = 'audit.archived';

/** What the entry says that stands for a batch in an archive file. */
export interface Archived {
  batch: string;
  from: number;
  through: number;
  /** The mac of the last entry in it. */
  mac: string;
  /** Over the lines of the batch, so that the requests in it are bound too. */
  digest: string;
  requests: number;
}

/** The last entry that is in the archive: the log in Redis begins behind it. */
export async function readBase(redis: Redis, keys: Keys): Promise<Head> {
  const [seq, mac] = await reach(redis, () => redis.hmget(keys.auditBase, 'seq', 'mac'));
  return seq && mac ? { seq: Number(seq), mac } : emptyHead;
}

/** The batch that an entry stands for. */
export function archivedBy({ action, detail }: AuditEntry): Archived | undefined {
  return action === archiveAction ? (detail as unknown as Archived) : undefined;
}
