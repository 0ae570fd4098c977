import type { ChangeRequest } from '../../approvals/request';
import { createChangeQueue } from '../../src/adapters/redis/change-queue';
import { auditOf, freshRecords, listeningLog } from '../adapters/redis/fixture';
import type { RedisServer } from '../redis-server';
import { approvedRequest, partsOf } from './noop-worker';

/** The workflow's parts on a real Redis, with requests put there as a test says. */
export async function openRealRecords(server: RedisServer) {
  const log = listeningLog();
  const records = await freshRecords(server, { log });
  const { redis, prefix } = records;
  const queue = createChangeQueue(redis, prefix, log);
  const parts = partsOf(records, queue, ['gw1'], { onCmdlet: () => {}, log });
  return {
    parts,
    vault: records.vault,
    redis,
    prefix,
    log,
    /** Approved, and each its own tenant's, unless said otherwise. */
    put: (id: string, change: Partial<ChangeRequest> = {}) => {
      const request = { ...approvedRequest(id, 'gw1', Number(id.slice(3))), ...change };
      return parts.store.create(request, auditOf(id));
    },
    newest: async (id: string) => {
      const request = await parts.store.get(id);
      if (request === undefined) throw new Error(`${id} is lost`);
      return request;
    },
    close: () => queue.close(),
  };
}
