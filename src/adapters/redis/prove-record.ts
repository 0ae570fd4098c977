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

type Found = [
  record: StoredRecord,
  seq: string | null,
  head: string | null,
  entries: StreamEntry[],
  first: string | null,
];

/** How far the log was read; `from` is the first entry that was. */
interface Followed {
  from: number;
  walk: Walk;
}

/**
 * The seal shows that the bot once wrote a record; the log shows that it wrote nothing of it since. An approved record
 * put back after its change was undone would run the change again, with real votes. The log is read on from where it was
 * read before, so each process proves each entry once, however many jobs there are.
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
  // One reads on at a time: what it has read must be as of the moment of its record.
  let turn: Promise<unknown> = Promise.resolve();

  async function prove(id: string): Promise<ChangeRequest | undefined> {
    const before = followed;
    followed = undefined;
    const touched = [keys.request(id), keys.audit, keys.auditHead, keys.auditOf(id)];
    const from = before === undefined ? '' : before.walk.at.seq + 1;
    const said = await reach(redis, () => runScript(redis, 'proveRecord', touched, [from, page]));
    const [stored, lastWrite, head, entries, first] = said as Found;
    const [seq, end] = [Number(lastWrite ?? -1), Number(head ?? 0)];
    const root = Math.min(Number(first ?? seq), seq);
    const highest = Math.max(by.writer.highest().seq, before?.walk.at.seq ?? 0);
    if (end < highest) {
      throw broken(`The audit log ends at entry ${end}; entry ${highest} was there before.`);
    }
    // What stood before is not read yet, or not as one piece: then from the request's first entry on.
    if (before !== undefined && root < before.from && root >= 0) return prove(id);
    const walk = before?.walk ?? walkFrom(entries, by.auditKey);
    await walkTo(walk, { entries, end });
    const gap = gapIn(walk, end);
    if (gap !== undefined && before !== undefined) return prove(id);
    const request = readRecord(id, stored, by.seal);
    if (gap === undefined) {
      followed = { from: before?.from ?? root, walk: readOn(walk) };
      by.writer.hear(walk.at);
    }
    if (request === undefined) return undefined;
    const last = walk.claims.written.get(id);
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

  return (id) => {
    const proven = turn.then(() => prove(id));
    turn = proven.catch(() => {});
    return proven;
  };
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
