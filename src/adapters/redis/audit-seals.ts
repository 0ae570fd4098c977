import type { Redis } from 'ioredis';
import type { AuditEntry } from '../../ports/audit';
import { type AuditKey, entryAt, type Head, type StreamEntry } from './audit-chain';
import { type Break, digestOf } from './audit-walk';
import type { Keys } from './keys';
import { reach } from './reach';

export const sealAction = 'audit.sealed';

/** What the entry says that a person wrote over a break. The entry itself is bound by its HMAC like any other. */
export interface Seal {
  because: string;
  /** What was found first; where it is no break between entries there is none below. */
  problem: string;
  /** The seal's own mac is not known while it is written: a break that ends at it has none there. */
  breaks: Break[];
  /** What no entry can stand behind was taken out of the stream, and is kept in a list of its own. */
  aside: { from: number; entries: number; digest: string };
  /** Where the log began, when no entry said any more that what stood before was archived. */
  base?: Head;
}

/** A seal, with the entry that it was read from. */
export interface FoundSeal extends Seal {
  entry: AuditEntry;
}

/** The seals of the log, oldest first. Their list is only an index: what is no entry of ours is none. */
export async function readSeals(redis: Redis, keys: Keys, key: AuditKey): Promise<FoundSeal[]> {
  const seqs = await reach(redis, () => redis.lrange(keys.auditSeals, 0, -1));
  const seals: FoundSeal[] = [];
  for (const seq of seqs) {
    const stored = await reach(redis, () => redis.xrange(keys.audit, `${seq}-0`, `${seq}-0`));
    const [, [, text = '', , mac = ''] = []] = (stored as StreamEntry[])[0] ?? [];
    const { entry } = { entry: undefined, ...entryAt(Number(seq), text, mac, key) };
    if (entry !== undefined) seals.push(...sealsAmong([entry]));
  }
  return seals;
}

/** Those of the entries that are seals. */
export function sealsAmong(entries: readonly AuditEntry[]): FoundSeal[] {
  return entries.flatMap((entry) =>
    entry.action === sealAction ? [{ ...(entry.detail as unknown as Seal), entry }] : [],
  );
}

/** The newest seal over that break, as it is now. */
export function sealOver(seals: readonly FoundSeal[], found: Break): FoundSeal | undefined {
  return seals.findLast(({ entry, breaks }) =>
    breaks.some(
      ({ after, resumes, digest }) =>
        digest === found.digest &&
        after.seq === found.after.seq &&
        after.mac === found.after.mac &&
        resumes.seq === found.resumes.seq &&
        (resumes.mac === found.resumes.mac || resumes.seq === entry.seq),
    ),
  );
}

/** A sealed break that has begun at the same entry and was another one then. */
export function wasSealedOtherwise(seals: readonly FoundSeal[], found: Break): boolean {
  return seals.some(({ breaks }) => breaks.some(({ after }) => after.seq === found.after.seq));
}

/** Lost in a break that was sealed: whoever names it is not wrong. */
export function isSealedAway(seals: readonly Seal[], seq: number): boolean {
  return seals.some(({ breaks }) =>
    breaks.some(({ after, resumes }) => after.seq < seq && seq < resumes.seq),
  );
}

/** The first seal whose list of what it set aside is not as it was left. */
export async function changedAside(
  redis: Redis,
  keys: Keys,
  seals: readonly FoundSeal[],
): Promise<FoundSeal | undefined> {
  for (const seal of seals) {
    const { from, entries, digest } = seal.aside;
    if (entries === 0) continue;
    const kept = await reach(redis, () => redis.lrange(keys.auditAside, from, from + entries - 1));
    if (asideDigest(kept) !== digest) return seal;
  }
  return undefined;
}

/** Over entries as the list has them, which is how `digestOf` spells them. */
function asideDigest(kept: string[]): string {
  try {
    return digestOf(kept.map((text) => JSON.parse(text) as StreamEntry));
  } catch {
    return '';
  }
}
