import type { Redis } from 'ioredis';
import { AuditBrokenError } from '../../errors';
import type { AuditEntry, AuditLog } from '../../ports/audit';
import { type AuditKey, entryAt, readEntry, type StreamEntry } from './audit-chain';
import { verifyAudit } from './audit-verify';
import { isSealedAway, readSeals } from './audit-seals';
import type { AuditWriter } from './audit-writer';
import type { Keys } from './keys';
import { reach } from './reach';
import { runScript } from './scripts';

/** The audit log in Redis, a chain sealed by `key`. `verify` also finds it cut behind what `writer` has seen. */
export function createAuditLog(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  writer: AuditWriter,
): AuditLog {
  return {
    async append(draft) {
      const of = keys.auditOf(draft.request ?? '-');
      const { entry } = await writer.write(draft, (sealed) =>
        runScript(redis, 'append', [keys.audit, keys.auditHead, of], sealed),
      );
      return readEntry(entry.text, entry.mac);
    },
    read: async ({ request, from, limit } = {}) =>
      request === undefined
        ? await readRange(redis, keys, from, limit)
        : await readOf(redis, keys, key, request, { from, limit }),
    verify: async () => await verifyAudit(redis, keys, key, writer.highest()),
  };
}

/** From a sequence number on, the first so many; without one, the newest so many. Newest last. */
async function readRange(redis: Redis, keys: Keys, from?: number, limit?: number) {
  const found = await reach(redis, async () => {
    if (limit === undefined) return await redis.xrange(keys.audit, `${from ?? 0}-0`, '+');
    if (from !== undefined) return await redis.xrange(keys.audit, `${from}-0`, '+', 'COUNT', limit);
    return (await redis.xrevrange(keys.audit, '+', '-', 'COUNT', limit)).reverse();
  });
  return found.map(entryOf);
}

/** What was lost in a break that is sealed is left out. */
async function readOf(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  request: string,
  { from = 0, limit }: { from: number | undefined; limit: number | undefined },
): Promise<AuditEntry[]> {
  const all = await reach(redis, () => redis.lrange(keys.auditOf(request), 0, -1));
  const later = all.filter((seq) => Number(seq) >= from);
  const wanted =
    limit === undefined ? later : from > 0 ? later.slice(0, limit) : later.slice(-limit);
  if (wanted.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const seq of wanted) pipeline.xrange(keys.audit, `${seq}-0`, `${seq}-0`);
  const answers = await reach(redis, async () => await pipeline.exec());
  const entries: AuditEntry[] = [];
  for (const [i, [error, found]] of (answers ?? []).entries()) {
    if (error) throw error;
    const [stored] = found as StreamEntry[];
    const missing = `Entry ${wanted[i]} of ${request} is missing from the audit log.`;
    const fault = stored === undefined ? missing : faultOf(stored, key);
    if (stored !== undefined && fault === undefined) {
      entries.push(entryOf(stored));
      continue;
    }
    // A person has sealed the break that it is in: what can be read of it is shown.
    if (!isSealedAway(await readSeals(redis, keys, key), Number(wanted[i]))) {
      throw broken(fault ?? missing);
    }
    if (stored !== undefined) entries.push(...readable(stored));
  }
  return entries;
}

/** Why it is not shown as if it were what was written. */
function faultOf([id, fields]: StreamEntry, key: AuditKey): string | undefined {
  return entryAt(Number(id.split('-')[0]), fields[1] ?? '', fields[3] ?? '', key).fault;
}

function broken(fault: string): AuditBrokenError {
  return new AuditBrokenError(`${fault} On the bot's host say: mtgw audit verify`);
}

function readable(stored: StreamEntry): AuditEntry[] {
  try {
    return [entryOf(stored)];
  } catch {
    return [];
  }
}

function entryOf([id, fields]: StreamEntry): AuditEntry {
  try {
    return readEntry(fields[1] ?? '', fields[3] ?? '');
  } catch {
    throw new AuditBrokenError(`Entry ${id.split('-')[0]} of the audit log is not readable.`);
  }
}
