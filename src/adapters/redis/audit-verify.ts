import type { Redis } from 'ioredis';
import type { AuditVerdict } from '../../ports/audit';
import { archivedBy, readBase } from './audit-base';
import { type Head, type AuditKey, presentKey } from './audit-chain';
import {
  changedAside,
  type FoundSeal,
  isSealedAway,
  sealOver,
  sealsAmong,
  wasSealedOtherwise,
} from './audit-seals';
import { type Walk, walkAudit } from './audit-walk';
import { readHead } from './audit-writer';
import { createRecordSeal, recordDigest } from './record-seal';
import type { Keys } from './keys';
import { reach } from './reach';

const page = 1_000;

interface Anchor {
  request: string;
  seq: number;
  mac: string;
  /** As it stands in Redis. */
  json: string;
  isSealed: boolean;
}

/** A request whose own list of entries is not what the log says. */
interface WrongList {
  request: string;
  seqs: string[];
  /** The first entry that it leaves out or has otherwise. */
  seq: string;
}

/** All that a look at the log found, for its verdict and for sealing what is broken. */
export interface Examination {
  walk: Walk;
  /** Behind it the log begins; what stood before is archived. */
  base: Head;
  seals: FoundSeal[];
  head: Head;
  anchors: Anchor[];
  wrongLists: WrongList[];
  problem: { seq: number; sentence: string } | undefined;
  /** What a record says and the log does not: no break of the log, so no seal mends it. */
  untrue: { seq: number; sentence: string } | undefined;
}

/** Walk the whole log and say whether it holds. */
export async function verifyAudit(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  seen: Head,
): Promise<AuditVerdict> {
  const { walk, base, seals, ...found } = await examineAudit(redis, keys, key, seen);
  const problem = found.problem ?? (found.untrue && { ...found.untrue, record: true as const });
  const entries = walk.macs.size - 1;
  if (problem !== undefined) return { entries, ok: false, problem };
  const whole = { entries, ok: true, ...(base.seq > 0 && { archived: base.seq }) };
  if (seals.length === 0) return whole;
  const sealed = seals.map(({ entry, because, problem: sentence }) => {
    const { seq, at, actor } = entry;
    return { seq, at, by: actor, because, sentence };
  });
  return { ...whole, sealed };
}

/**
 * Three things hold the log's end, so that cutting it is found: its head, the last entry that every request's record
 * names, and what this process has seen itself. Somebody who takes back all of Redis, records included, is found only
 * against a copy kept elsewhere.
 */
export async function examineAudit(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  seen: Head,
): Promise<Examination> {
  // Read before the walk: what is written meanwhile can only be later than these.
  const anchors = await readAnchors(redis, keys, key);
  const head = await readHead(redis, keys);
  const base = await readBase(redis, keys);
  const walk = await walkAudit(redis, keys, key, base);
  // What is archived meanwhile is missing from where the walk began.
  if ((await readBase(redis, keys)).seq !== base.seq) {
    return await examineAudit(redis, keys, key, seen);
  }
  const seals = sealsAmong(walk.notes);
  const headAfter = await readHead(redis, keys);
  const wrongLists = await findWrongLists(redis, keys, walk.byRequest, seals);
  const found = { walk, base, seals, head, anchors, wrongLists };
  const untrue = await findUntrue(redis, keys, key, found);
  const aside = await changedAside(redis, keys, seals);
  const problem =
    problemOf(found, headAfter, seen) ??
    (aside && {
      seq: aside.entry.seq,
      sentence: `What entry ${aside.entry.seq} set aside was changed after it was sealed.`,
    });
  return { ...found, problem, untrue };
}

function problemOf(
  { walk, base, seals, head, anchors, wrongLists }: Omit<Examination, 'problem' | 'untrue'>,
  headAfter: Head,
  seen: Head,
): Examination['problem'] {
  const { at, macs, rest } = walk;
  const isBase = (seq: number | undefined, mac: string | undefined) =>
    seq === base.seq && mac === base.mac;
  const vouched =
    base.seq === 0 ||
    walk.notes.some((entry) => isBase(archivedBy(entry)?.through, archivedBy(entry)?.mac)) ||
    seals.some((seal) => isBase(seal.base?.seq, seal.base?.mac));
  if (!vouched) {
    const sentence = `The log begins behind entry ${base.seq}, and no entry says that what stood before was archived.`;
    return { seq: 1, sentence };
  }
  const open = walk.breaks.find((found) => sealOver(seals, found) === undefined);
  if (open !== undefined) {
    const { after, resumes } = open;
    const sentence = wasSealedOtherwise(seals, open)
      ? `What stands between entry ${after.seq} and entry ${resumes.seq} was changed after it was sealed.`
      : open.sentence;
    return { seq: after.seq + 1, sentence };
  }
  if (rest !== undefined) return { seq: at.seq + 1, sentence: rest.sentence };
  const isArchived = (seq: number) => base.seq > 0 && seq >= 0 && seq <= base.seq;
  const lacks = ({ seq, mac }: Head) =>
    macs.get(seq) !== mac && !isSealedAway(seals, seq) && !isArchived(seq);
  if (head.seq > at.seq) {
    const sentence = `The log ends at entry ${at.seq}, its head says ${head.seq}.`;
    return { seq: at.seq + 1, sentence };
  }
  if (macs.get(head.seq) !== head.mac) {
    return { seq: head.seq, sentence: `The head names another entry ${head.seq}.` };
  }
  if (headAfter.seq < at.seq) {
    const sentence = `Entries stand behind entry ${headAfter.seq}, the head.`;
    return { seq: headAfter.seq + 1, sentence };
  }
  if (lacks(seen)) {
    const sentence = `Entry ${seen.seq} was there before and is gone.`;
    return { seq: Math.min(seen.seq, at.seq + 1), sentence };
  }
  const lost = anchors.find(lacks);
  if (lost !== undefined) {
    const sentence = `The record of ${lost.request} names entry ${lost.seq}, which is not in the log like that.`;
    return { seq: Math.min(lost.seq, at.seq + 1), sentence };
  }
  const [wrong] = wrongLists;
  return (
    wrong && {
      seq: Number(wrong.seq),
      sentence: `The list of ${wrong.request}'s entries leaves out entry ${wrong.seq}, or names others.`,
    }
  );
}

/** A record that nobody's entry wrote, or not last; an approval without its votes. */
async function findUntrue(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  { walk, anchors, seals }: Pick<Examination, 'walk' | 'anchors' | 'seals'>,
): Promise<Examination['problem']> {
  const { written, unvoted, forked } = walk.claims;
  for (const anchor of anchors) {
    const { request, seq } = anchor;
    if (isSealedAway(seals, seq)) continue;
    if (!anchor.isSealed) {
      return { seq, sentence: `The record of ${request} was not written by the bot.` };
    }
    const last = written.get(request);
    if (last === undefined || last.seq < seq) continue;
    // It may have been written since it was read.
    const [now] = last.seq > seq ? await readAnchors(redis, keys, key, [request]) : [anchor];
    if (now === undefined || now.seq > last.seq) continue;
    if (now.seq < last.seq || recordDigest(now.json) !== last.digest) {
      const sentence = `The record of ${request} is not the one that entry ${last.seq} wrote.`;
      return { seq: last.seq, sentence };
    }
  }
  return unvoted ?? forked;
}

async function readAnchors(
  redis: Redis,
  keys: Keys,
  key: AuditKey,
  only?: string[],
): Promise<Anchor[]> {
  const seal = createRecordSeal(presentKey(key));
  const ids = only ?? (await reach(redis, () => redis.zrange(keys.requests, '0', '-1')));
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.hmget(keys.request(id), 'seq', 'mac', 'json', 'seal');
  const answers = (await reach(redis, async () => await pipeline.exec())) ?? [];
  return answers.map(([, found], i) => {
    const [seq, mac, json, sealed] = (found ?? []) as (string | null)[];
    const request = ids[i] ?? '';
    const isSealed = seal.holds(request, json ?? '', sealed);
    return { request, seq: Number(seq ?? -1), mac: mac ?? '', json: json ?? '', isSealed };
  });
}

/** A request's own list of entries is only an index; one that leaves entries out would hide history. */
async function findWrongLists(
  redis: Redis,
  keys: Keys,
  byRequest: Map<string, string[]>,
  seals: readonly FoundSeal[],
): Promise<WrongList[]> {
  const requests = [...byRequest];
  const wrong: WrongList[] = [];
  for (let i = 0; i < requests.length; i += page) {
    const some = requests.slice(i, i + page);
    const pipeline = redis.pipeline();
    for (const [request] of some) pipeline.lrange(keys.auditOf(request), 0, -1);
    const answers = (await reach(redis, async () => await pipeline.exec())) ?? [];
    for (const [j, [request, seqs]] of some.entries()) {
      const all = (answers[j]?.[1] ?? []) as string[];
      const listed = all.filter((seq) => !isSealedAway(seals, Number(seq)));
      const seq = seqs.find((one, k) => listed[k] !== one);
      if (seq !== undefined) wrong.push({ request, seqs, seq });
    }
  }
  return wrong;
}
