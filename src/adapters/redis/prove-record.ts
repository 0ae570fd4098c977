import type { Redis } from 'ioredis';
import type { ChangeRequest } from '../../../approvals/request';
import { AuditBrokenError } from '../../errors';
import { type AuditKey, entryAt, type StreamEntry } from './audit-chain';
import { noClaims } from './audit-claims';
import { isSealedAway, readSeals, sealOver, sealsAmong } from './audit-seals';
import { beginWalk, seqOf, takeEntry, type Walk } from './audit-walk';
import type { AuditWriter } from './audit-writer';
import type { Keys } from './keys';
import { reach } from './reach';
import { readRecord, type StoredRecord, UnreadableRecordError } from './record';
import { recordDigest, type RecordSeal } from './record-seal';
import { runScript } from './scripts';

const page = 1_000;

/** At most so many records in one reading: a script keeps everybody else waiting. */
const most = 64;

type FoundRecord = [record: StoredRecord, seq: string | null, first: string | null];

type Found = [records: FoundRecord[], head: string | null, entries: StreamEntry[]];

/** How far the log was read; `from` is the first entry that was. */
interface Followed {
  from: number;
  walk: Walk;
}

interface Waiting {
  id: string;
  resolve(request: ChangeRequest | undefined): void;
  reject(error: unknown): void;
}

/** What the log says of each request, and where it does not hold. */
interface Judged {
  written: Walk['claims']['written'];
  gap: string | undefined;
}

/**
 * The seal shows that the bot once wrote a record; the log shows that it wrote nothing of it since. An approved record
 * put back after its change was undone would run the change again, with real votes. The log is read on from where it was
 * read before, so each process proves each entry once, however many jobs there are; those that begin together are proven
 * in one reading.
 * @param by.writer knows the newest entry that this process has seen: a log that ends before it was cut. It is told how far
 * the log was read, and writes behind that
 * @returns reads one record; rejects with RecordError or AuditBrokenError when it is not proven
 */
export function createProver(
  redis: Redis,
  keys: Keys,
  by: { auditKey: AuditKey; seal: RecordSeal; writer: Pick<AuditWriter, 'highest' | 'hear'> },
): (id: string) => Promise<ChangeRequest | undefined> {
  let followed: Followed | undefined;
  // One reads on at a time: what it has read must be as of the moment of its records. Who comes meanwhile is read next.
  let waiting: Waiting[] = [];
  let isReading = false;

  async function readWaiting(): Promise<void> {
    isReading = true;
    while (waiting.length > 0) {
      const some = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await proveAll(some);
    }
    isReading = false;
  }

  async function proveAll(some: readonly Waiting[]): Promise<void> {
    try {
      const { records, judged } = await readOnFor(some.map(({ id }) => id));
      for (const [at, { id, resolve, reject }] of some.entries()) {
        await judge(id, records[at] as FoundRecord, judged).then(resolve, reject);
      }
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }

  async function readOnFor(ids: string[]): Promise<{ records: FoundRecord[]; judged: Judged }> {
    const before = followed;
    followed = undefined;
    const touched = [keys.audit, keys.auditHead];
    for (const id of ids) touched.push(keys.request(id), keys.auditOf(id));
    const from = before === undefined ? '' : before.walk.at.seq + 1;
    const said = await reach(redis, () => runScript(redis, 'proveRecord', touched, [from, page]));
    const [records, head, entries] = said as Found;
    const roots = records.map(rootOf).filter((root) => root >= 0);
    const root = roots.length === 0 ? -1 : Math.min(...roots);
    const end = Number(head ?? 0);
    const highest = Math.max(by.writer.highest().seq, before?.walk.at.seq ?? 0);
    if (end < highest) {
      throw broken(`The audit log ends at entry ${end}; entry ${highest} was there before.`);
    }
    // What stood before is not read yet, or not as one piece: then from the requests' first entry on.
    if (before !== undefined && root < before.from && root >= 0) return readOnFor(ids);
    const walk = before?.walk ?? walkFrom(entries, by.auditKey);
    await walkTo(walk, { entries, end });
    const gap = gapIn(walk, end);
    if (gap !== undefined && before !== undefined) return readOnFor(ids);
    if (gap === undefined) {
      followed = { from: before?.from ?? root, walk: readOn(walk) };
      by.writer.hear(walk.at);
    }
    return { records, judged: { written: walk.claims.written, gap } };
  }

  async function judge(
    id: string,
    [stored, lastWrite]: FoundRecord,
    { written, gap }: Judged,
  ): Promise<ChangeRequest | undefined> {
    const request = readRecord(id, stored, by.seal);
    if (request === undefined) return undefined;
    const seq = Number(lastWrite ?? -1);
    const last = written.get(id);
    if (last === undefined && isSealedAway(await readSeals(redis, keys, by.auditKey), seq)) {
      return request;
    }
    if (last?.digest !== recordDigest(stored[0] ?? '')) throw notLast(id, seq, last?.seq);
    if (gap !== undefined) throw broken(gap);
    if (!last.whole) throw notMadeFromLast(id);
    return request;
  }

  /** What is written meanwhile is behind `end`, and may be a later write of the record. */
  async function walkTo(walk: Walk, { entries, end }: { entries: StreamEntry[]; end: number }) {
    for (let some = entries; ; ) {
      for (const entry of some) if (!(seqOf(entry[0]) > end)) takeEntry(walk, entry, by.auditKey);
      const last = some.at(-1)?.[0];
      if (last === undefined || some.length < page || seqOf(last) >= end) return;
      some = await reach(redis, () => redis.xrange(keys.audit, `(${last}`, '+', 'COUNT', page));
    }
  }

  return (id) =>
    new Promise((resolve, reject) => {
      waiting.push({ id, resolve, reject });
      if (!isReading) void readWaiting();
    });
}

/** Where what the log says of a request begins. */
function rootOf([, lastWrite, first]: FoundRecord): number {
  const seq = Number(lastWrite ?? -1);
  return Math.min(Number(first ?? seq), seq);
}

/** A walk whose first step is the first of these entries, if that is as it was written. */
function walkFrom([first]: StreamEntry[], key: AuditKey): Walk {
  const [id = '', [, text = '', , mac = ''] = []] = first ?? [];
  const { entry } = { entry: undefined, ...entryAt(seqOf(id), text, mac, key) };
  return beginWalk({ seq: seqOf(id) - 1 || 0, mac: entry?.previous ?? '' });
}

/** Where it does not hold, in a sentence. */
function gapIn(walk: Walk, end: number): string | undefined {
  const seals = sealsAmong(walk.notes);
  const open = walk.rest ?? walk.breaks.find((gap) => sealOver(seals, gap) === undefined);
  if (open !== undefined) return open.sentence;
  return walk.at.seq < end
    ? `The audit log ends at entry ${walk.at.seq}, its head says ${end}.`
    : undefined;
}

/** The same place, without what is needed no more. */
function readOn({ at, age, claims: { written, gap } }: Walk): Walk {
  return { ...beginWalk(at), age, claims: { ...noClaims(), written, gap } };
}

function notMadeFromLast(id: string): UnreadableRecordError {
  return new UnreadableRecordError(
    id,
    'it goes on from an older record, which had been put back, or not all of its entries are in the audit log',
  );
}

function broken(sentence: string): AuditBrokenError {
  return new AuditBrokenError(
    `${sentence} Nothing was changed. On the bot's host say: mtgw audit verify, and then: mtgw audit seal`,
  );
}

function notLast(id: string, seq: number, last: number | undefined): UnreadableRecordError {
  return new UnreadableRecordError(
    id,
    last === undefined || last <= seq
      ? `it is not the one that entry ${seq} of the audit log wrote`
      : `it is older than entry ${last} of the audit log, which wrote it last`,
  );
}
