import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { isFinal, legalMoves, type RequestState } from '../../../approvals/request';
import { UserError } from '../../errors';
import { appendBatch, batchDigest } from './archive-file';
import { type Archived, archiveAction, readBase } from './audit-base';
import { type AuditKey, emptyHead, type Head, readEntry, type StreamEntry } from './audit-chain';
import { examineAudit } from './audit-verify';
import { beginWalk, takeEntry } from './audit-walk';
import { createAuditWriter, type AuditWriter } from './audit-writer';
import { type Keys, keysUnder } from './keys';
import { reach } from './reach';
import { runScript } from './scripts';
import { siteOf } from './site-of';

/** So many entries go at once: what is at work meanwhile waits for no more than that. */
const atOnce = 500;

export interface Archiving {
  file: string;
  /** What is older goes, in milliseconds of the bot's clock. */
  before: number;
  at: number;
  by: string;
}

/** An ended request whose last entry goes to the archive. */
interface Ended {
  id: string;
  version: string;
  record: string;
  cards: Record<string, string>;
}

/**
 * Move what is old into an archive file: the audit entries, and the requests that ended and their cards. The file is on
 * the disk before Redis lets go, and an entry of the log binds it, so that the trail verifies over both.
 * @returns how many entries and requests were moved
 * @throws UserError when the log is broken: it is sealed first
 */
export async function archiveOld(
  redis: Redis,
  { prefix, auditKey }: { prefix: string; auditKey: AuditKey },
  archiving: Archiving,
): Promise<{ entries: number; requests: number }> {
  const keys = keysUnder(prefix);
  const { problem, head } = await examineAudit(redis, keys, auditKey, emptyHead);
  if (problem !== undefined) {
    throw new UserError(
      `Nothing is archived, because the audit trail does not hold at entry ${problem.seq}: ${problem.sentence} Seal it first: mtgw audit seal`,
    );
  }
  const writer = createAuditWriter(redis, keys, auditKey);
  const moved = { entries: 0, requests: 0 };
  for (;;) {
    const base = await readBase(redis, keys);
    // What this run itself writes is not for this run, whatever the clock says. Nor is anything of what is open: all of
    // its entries prove the record before anything is done for it.
    const until = {
      seq: Math.min(head.seq, (await firstOfOpen(redis, keys)) - 1),
      before: archiving.before,
    };
    const batch = await readOld(redis, keys, auditKey, base, until);
    if (batch === undefined) return moved;
    const ended = await findEnded(redis, keys, batch.end);
    if (!(await moveBatch(redis, keys, writer, { base, ...batch, ended }, archiving))) return moved;
    moved.entries += batch.entries.length;
    moved.requests += ended.length;
  }
}

/** The oldest entry of an open request. */
async function firstOfOpen(redis: Redis, keys: Keys): Promise<number> {
  const ids = await reach(redis, () => redis.zrange(keys.open, '0', '-1'));
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.lindex(keys.auditOf(id), 0).hget(keys.request(id), 'seq');
  const answers = (await reach(redis, async () => await pipeline.exec())) ?? [];
  return Math.min(
    ...answers.map(([, seq]) => Number(seq ?? Number.POSITIVE_INFINITY)),
    Number.POSITIVE_INFINITY,
  );
}

/** The next entries that are old; they end where nothing is broken, so that a sealed break stays in one piece. */
async function readOld(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  base: Head,
  until: { seq: number; before: number },
): Promise<{ entries: StreamEntry[]; end: Head } | undefined> {
  const walk = beginWalk(base);
  const entries: StreamEntry[] = [];
  let found: { count: number; end: Head } | undefined;
  for (let last = `${base.seq}-18446744073709551615`; ; ) {
    const stored = (await reach(redis, () =>
      redis.xrange(keys.audit, `(${last}`, '+', 'COUNT', atOnce),
    )) as StreamEntry[];
    for (const entry of stored) {
      const { at, breaks, rest } = walk;
      const broken = breaks.length;
      takeEntry(walk, entry, key);
      const goesOn = rest === undefined && walk.rest === undefined && breaks.length === broken;
      if (goesOn && entries.length > 0) found = { count: entries.length, end: at };
      const isYoung = walk.at !== at && (walk.at.seq > until.seq || timeOf(entry) >= until.before);
      if (isYoung || (entries.length >= atOnce && found !== undefined)) {
        return found && { entries: entries.slice(0, found.count), end: found.end };
      }
      entries.push(entry);
      last = entry[0];
    }
    // The newest entry always stays: the chain goes on from it.
    if (stored.length < atOnce) {
      return found && { entries: entries.slice(0, found.count), end: found.end };
    }
  }
}

function timeOf([, [, text = '', , mac = '']]: StreamEntry): number {
  return readEntry(text, mac).at;
}

/** Requests that have ended, and that nothing was written about since. */
async function findEnded(redis: Redis, keys: Keys, end: Head): Promise<Ended[]> {
  const ids = await reach(redis, () => redis.zrange(keys.requests, '0', '-1'));
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.hmget(keys.request(id), 'state', 'seq', 'version');
  const answers = (await reach(redis, async () => await pipeline.exec())) ?? [];
  const old = ids.flatMap((id, i) => {
    const [state, seq, version] = (answers[i]?.[1] ?? []) as (string | null)[];
    const isOld = seq != null && Number(seq) <= end.seq;
    return isOld && version != null && hasEnded(state) ? [{ id, version }] : [];
  });
  return await Promise.all(
    old.map(async ({ id, version }) => ({
      id,
      version,
      record: (await reach(redis, () => redis.hget(keys.request(id), 'json'))) ?? '',
      cards: await reach(redis, () => redis.hgetall(keys.cards(id))),
    })),
  );
}

/** A state that only a newer version knows is left to that. */
function hasEnded(state: string | null | undefined): boolean {
  return state != null && Object.hasOwn(legalMoves, state) && isFinal(state as RequestState);
}

async function moveBatch(
  redis: Redis,
  keys: Keys,
  writer: AuditWriter,
  batch: { base: Head; entries: StreamEntry[]; end: Head; ended: Ended[] },
  { file, at, by }: Archiving,
): Promise<boolean> {
  const { base, entries, end, ended } = batch;
  const lines = [
    ...entries.map((entry) => JSON.stringify({ audit: entry })),
    ...ended.map(({ id, record, cards }) => JSON.stringify({ request: id, record, cards })),
  ];
  const span = { batch: randomUUID(), from: base.seq + 1, through: end.seq };
  await appendBatch(file, span, lines);
  const digest = batchDigest(lines);
  const detail: Archived = { ...span, mac: end.mac, digest, requests: ended.length };
  const draft = { at, actor: by, action: archiveAction, detail: { ...detail } };
  const touched = [
    ...[keys.audit, keys.auditHead, keys.auditOf('-'), keys.auditBase, keys.requests],
    ...[keys.behind('slack'), keys.behind('teams')],
    ...ended.flatMap(({ id, record }) => [
      keys.request(id),
      keys.cards(id),
      keys.runs(id),
      aboutOf(keys, record),
    ]),
    ...[...requestsIn(entries)].map((id) => keys.auditOf(id)),
  ];
  const said = [base.seq, end.seq, end.mac, ended.length];
  const versions = ended.flatMap(({ id, version }) => [id, version]);
  const { reply } = await writer.write(draft, (entry) =>
    runScript(redis, 'archive', touched, [...entry, ...said, ...versions]),
  );
  return reply[0] === 'written';
}

/** The requests that the entries are about. What is damaged among them is about none. */
function requestsIn(entries: readonly StreamEntry[]): Set<string> {
  return new Set(
    entries.flatMap(([, [, text = '', , mac = '']]) => {
      try {
        return readEntry(text, mac).request ?? [];
      } catch {
        return [];
      }
    }),
  );
}

function aboutOf(keys: Keys, record: string): string {
  const none = { tenant: '', site: '' };
  try {
    return keys.about(siteOf(JSON.parse(record) as Parameters<typeof siteOf>[0]) ?? none);
  } catch {
    return keys.about(none);
  }
}
