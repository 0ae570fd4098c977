import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { AuditEntry } from '../../ports/audit';
import { type Claims, noClaims, takeClaims } from './audit-claims';
import { type AuditKey, entryAt, type Head, type StreamEntry } from './audit-chain';
import type { Keys } from './keys';
import { reach } from './reach';

const page = 1_000;

/** A place where one entry does not follow the one before it. */
export interface Break {
  /** The last entry before it that holds. */
  after: Head;
  /** The first entry after it that is as it was written: its own HMAC says so. */
  resumes: Head;
  /** Over what stands between the two, so that it stays as it was found. */
  digest: string;
  sentence: string;
}

export interface Walk {
  /** The last entry that is as it was written. */
  at: Head;
  /** How many times its key was replaced since: an older key counts for nothing behind a newer one. */
  age: number;
  /** The mac of every entry that is as it was written. */
  macs: Map<number, string>;
  byRequest: Map<string, string[]>;
  breaks: Break[];
  /** The entries about the log itself: seals, and what was archived. */
  notes: AuditEntry[];
  claims: Claims;
  /** What stands behind the last of them and is none. */
  rest: { entries: StreamEntry[]; sentence: string } | undefined;
}

/** A walk that has seen nothing yet: behind that entry it begins. */
export function beginWalk(from: Head): Walk {
  return {
    at: from,
    age: Number.POSITIVE_INFINITY,
    macs: new Map([[from.seq, from.mac]]),
    byRequest: new Map(),
    breaks: [],
    notes: [],
    claims: noClaims(),
    rest: undefined,
  };
}

/** Walk the log from there to its end, whatever is broken in it. */
export async function walkAudit(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  from: Head,
): Promise<Walk> {
  const walk = beginWalk(from);
  let last = `${from.seq}-18446744073709551615`;
  for (;;) {
    const entries = (await reach(redis, () =>
      redis.xrange(keys.audit, `(${last}`, '+', 'COUNT', page),
    )) as StreamEntry[];
    for (const entry of entries) {
      takeEntry(walk, entry, key);
      last = entry[0];
    }
    if (entries.length < page) return walk;
  }
}

/** Over entries as Redis gives them. */
export function digestOf(entries: StreamEntry[]): string {
  const hash = createHash('sha256');
  for (const entry of entries) hash.update(`${JSON.stringify(entry)}\n`);
  return hash.digest('hex');
}

/** Go on by one stored entry. */
export function takeEntry(walk: Walk, stored: StreamEntry, key: AuditKey): void {
  const { at } = walk;
  const [id, [, text = '', , mac = '']] = stored;
  const next = at.seq + 1;
  const seq = seqOf(id);
  const missing = `Entry ${next} is missing: the next one there is ${id}.`;
  const found = seq >= next ? notOlder(walk.age, entryAt(seq, text, mac, key)) : { fault: missing };
  if (found.fault !== undefined) {
    walk.rest ??= { entries: [], sentence: seq === next ? found.fault : missing };
    walk.rest.entries.push(stored);
    return;
  }
  const follows = seq === next && found.entry.previous === at.mac;
  if (walk.rest !== undefined || !follows) {
    const joint = seq === next ? `Entry ${seq} does not follow entry ${at.seq}.` : missing;
    walk.breaks.push({
      after: at,
      resumes: { seq, mac },
      digest: digestOf(walk.rest?.entries ?? []),
      sentence: walk.rest?.sentence ?? joint,
    });
    walk.rest = undefined;
    walk.claims.gap = seq;
  }
  walk.at = { seq, mac };
  walk.age = found.age;
  walk.macs.set(seq, mac);
  const { request, action } = found.entry;
  takeClaims(walk.claims, found.entry);
  if (action.startsWith('audit.')) walk.notes.push(found.entry);
  if (request === undefined) return;
  const seqs = walk.byRequest.get(request);
  if (seqs === undefined) walk.byRequest.set(request, [`${seq}`]);
  else seqs.push(`${seq}`);
}

/** Whoever has a key that was replaced must not be able to add to the trail with it. */
function notOlder(age: number, found: ReturnType<typeof entryAt>): ReturnType<typeof entryAt> {
  if (found.fault !== undefined || found.age <= age) return found;
  const { seq } = found.entry;
  return { fault: `Entry ${seq} was written under a key that had been replaced before it.` };
}

/** Ours are `n-0`. Whatever else was put into the stream stands where no entry can. */
export function seqOf(id: string): number {
  const [seq = '', part] = id.split('-');
  return part === '0' && Number.isSafeInteger(Number(seq)) ? Number(seq) : Number.NaN;
}
