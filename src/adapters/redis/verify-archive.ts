import type { Redis } from 'ioredis';
import { batchDigest, findBatches, type FiledBatch, readBatch } from './archive-file';
import { archiveAction, type Archived, archivedBy, readBase } from './audit-base';
import { type AuditKey, emptyHead, readEntry, type StreamEntry } from './audit-chain';
import { changedAside, sealOver, sealsAmong } from './audit-seals';
import { beginWalk, takeEntry, type Walk, walkAudit } from './audit-walk';
import type { AuditEntry } from '../../ports/audit';
import { keysUnder } from './keys';

export interface ArchiveVerdict {
  /** Proven so far: entries from the first one to this, and the requests among them. */
  through: number;
  requests: number;
  problem?: string;
}

/**
 * Prove that the archive files hold all that was taken out of Redis, and nothing else: the chain from the first entry to
 * where the log begins, and the lines of every batch as the log's entries name them.
 */
export async function verifyArchive(
  redis: Redis,
  { prefix, auditKey }: { prefix: string; auditKey: AuditKey },
  files: readonly string[],
): Promise<ArchiveVerdict> {
  const keys = keysUnder(prefix);
  const base = await readBase(redis, keys);
  const live = await walkAudit(redis, keys, auditKey, base);
  const filed = new Map<string, FiledBatch>();
  for (const file of files) {
    for (const batch of await findBatches(file)) filed.set(batch.batch, batch);
  }
  const walk = beginWalk(emptyHead);
  const named = await namedBatches(filed, live.notes);
  let requests = 0;
  const fail = (problem: string) => ({ through: walk.at.seq, requests, problem });
  for (const one of named) {
    if (one.from > walk.at.seq + 1) return fail(missing(walk.at.seq + 1, one.from - 1));
    const batch = filed.get(one.batch);
    if (batch === undefined) return fail(missing(one.from, one.through));
    const lines = await readBatch(batch);
    if (batchDigest(lines) !== one.digest) {
      return fail(`Entries ${one.from} to ${one.through} in ${batch.file} were changed.`);
    }
    takeLines(walk, lines, auditKey);
    requests += one.requests;
  }
  const seals = sealsAmong([...walk.notes, ...live.notes]);
  const open = walk.breaks.find((found) => sealOver(seals, found) === undefined);
  if (open !== undefined) return fail(open.sentence);
  const aside = await changedAside(redis, keys, seals);
  if (aside !== undefined) {
    return fail(`What entry ${aside.entry.seq} set aside was changed after it was sealed.`);
  }
  if (walk.at.seq < base.seq) return fail(missing(walk.at.seq + 1, base.seq));
  if (walk.at.seq !== base.seq || walk.at.mac !== base.mac) {
    return fail(`The archive does not end where the log begins, behind entry ${base.seq}.`);
  }
  return { through: walk.at.seq, requests };
}

function missing(from: number, to: number): string {
  return `Entries ${from} to ${to} are in none of these files.`;
}

/** The log's entries name its newest batches, and what is in those names the ones before. */
async function namedBatches(
  filed: Map<string, FiledBatch>,
  notes: readonly AuditEntry[],
): Promise<Archived[]> {
  const named = notes.flatMap((entry) => archivedBy(entry) ?? []);
  for (let i = 0; i < named.length; i++) {
    const batch = filed.get(named[i]?.batch ?? '');
    if (batch === undefined) continue;
    for (const line of await readBatch(batch)) {
      // Only to find the others: what they prove is proven by the digest and the chain.
      if (line.includes(archiveAction)) named.push(...archivedIn(line));
    }
  }
  return named.toSorted((a, b) => a.from - b.from);
}

function archivedIn(line: string): Archived[] {
  const stored = storedEntry(line);
  try {
    return stored === undefined ? [] : [archivedBy(readEntry(stored[1][1] ?? '', '')) ?? []].flat();
  } catch {
    return [];
  }
}

function takeLines(walk: Walk, lines: readonly string[], key: AuditKey): void {
  for (const line of lines) {
    const stored = storedEntry(line);
    if (stored !== undefined) takeEntry(walk, stored, key);
  }
}

/** The audit entry in a line of a batch; undefined when it is a request. */
function storedEntry(line: string): StreamEntry | undefined {
  try {
    return (JSON.parse(line) as { audit?: StreamEntry }).audit;
  } catch {
    return undefined;
  }
}
