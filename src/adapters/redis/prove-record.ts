import type { Redis } from 'ioredis';
import type { ChangeRequest } from '../../../approvals/request';
import { AuditBrokenError } from '../../errors';
import { entryAt, type Head, type StreamEntry } from './audit-chain';
import { isSealedAway, readSeals, sealOver, sealsAmong } from './audit-seals';
import { beginWalk, takeEntry, type Walk } from './audit-walk';
import type { Keys } from './keys';
import { reach } from './reach';
import { readRecord, type StoredRecord, UnreadableRecordError } from './record';
import { recordDigest, type RecordSeal } from './record-seal';
import { runScript } from './scripts';

const page = 1_000;

type Found = [
  record: StoredRecord,
  seq: string | null,
  head: string | null,
  entries: StreamEntry[],
];

/**
 * The seal shows that the bot once wrote this record; the log shows that it wrote nothing of it since. An approved
 * record put back after its change was undone would run the change again, with real votes.
 * @param seen the newest entry that this process knows of: a log that ends before it was cut
 * @throws RecordError, AuditBrokenError
 */
export async function readProven(
  redis: Redis,
  keys: Keys,
  by: { id: string; auditKey: Buffer; seal: RecordSeal; seen: Head },
): Promise<ChangeRequest | undefined> {
  const { id, auditKey } = by;
  const touched = [keys.request(id), keys.audit, keys.auditHead];
  const found = await reach(redis, () => runScript(redis, 'proveRecord', touched, [page]));
  const [stored, lastWrite, head, entries] = found as Found;
  const request = readRecord(id, stored, by.seal);
  if (request === undefined) return undefined;
  const [seq, end] = [Number(lastWrite ?? -1), Number(head ?? 0)];
  if (end < by.seen.seq) {
    throw new AuditBrokenError(
      `The audit log ends at entry ${end}; entry ${by.seen.seq} was there before. ${broken}`,
    );
  }
  const own = entries.find(([entry]) => entry === `${seq}-0`);
  const mac = wrote(own, { id, seq, json: stored[0] ?? '' }, auditKey);
  if (mac === undefined) {
    if (isSealedAway(await readSeals(redis, keys, auditKey), seq)) return request;
    throw new UnreadableRecordError(
      id,
      `it is not the one that entry ${seq} of the audit log wrote`,
    );
  }
  const walk = beginWalk({ seq, mac });
  await walkTo(redis, keys, auditKey, { walk, entries, end });
  const later = walk.claims.written.get(id);
  if (later !== undefined) {
    throw new UnreadableRecordError(
      id,
      `it is older than entry ${later.seq} of the audit log, which wrote it last`,
    );
  }
  const seals = sealsAmong(walk.notes);
  const open = walk.rest ?? walk.breaks.find((gap) => sealOver(seals, gap) === undefined);
  if (walk.rest === undefined && walk.at.seq < end) {
    throw new AuditBrokenError(
      `The audit log ends at entry ${walk.at.seq}, its head says ${end}. ${broken}`,
    );
  }
  if (open !== undefined) throw new AuditBrokenError(`${open.sentence} ${broken}`);
  return request;
}

const broken =
  "Nothing was changed. On the bot's host say: mtgw audit verify, and then: mtgw audit seal";

/** The mac of the entry, when it is the one that wrote this text. */
function wrote(
  stored: StreamEntry | undefined,
  { id, seq, json }: { id: string; seq: number; json: string },
  key: Buffer,
): string | undefined {
  const [, [, text = '', , mac = ''] = []] = stored ?? [];
  const { entry } = { entry: undefined, ...entryAt(seq, text, mac, key) };
  const isIt = entry?.request === id && entry.detail['record'] === recordDigest(json);
  return isIt ? mac : undefined;
}

/** What is written meanwhile is behind `end`, and may be a later write of the record. */
async function walkTo(
  redis: Redis,
  keys: Keys,
  key: Buffer,
  { walk, entries, end }: { walk: Walk; entries: StreamEntry[]; end: number },
): Promise<void> {
  for (let some = entries; ; ) {
    for (const entry of some) {
      const seq = Number(entry[0].split('-')[0]);
      if (seq > walk.at.seq && seq <= end) takeEntry(walk, entry, key);
    }
    const last = some.at(-1)?.[0];
    if (last === undefined || some.length < page || Number(last.split('-')[0]) >= end) return;
    some = await reach(redis, () => redis.xrange(keys.audit, `(${last}`, '+', 'COUNT', page));
  }
}
