import type { Redis } from 'ioredis';
import type { AuditVerdict } from '../../ports';
import { emptyHead, faultOf, type Head, readEntry, type StreamEntry } from './audit-chain';
import { readHead } from './audit-writer';
import type { Keys } from './keys';
import { reach } from './reach';

const page = 1_000;

interface Anchor {
  request: string;
  seq: number;
  mac: string;
}

/**
 * Walk the whole log. Three things hold its end, so that cutting it is found: its head, the last entry that
 * every request's record names, and what this process has seen itself. Somebody who takes back all of Redis,
 * records included, is found only against a copy kept elsewhere.
 */
export async function verifyAudit(
  redis: Redis,
  keys: Keys,
  key: Buffer,
  seen: Head,
): Promise<AuditVerdict> {
  // Read before the walk: what is written meanwhile can only be later than these.
  const anchors = await readAnchors(redis, keys);
  const headBefore = await readHead(redis, keys);

  const macs: string[] = [emptyHead.mac];
  const byRequest = new Map<string, string[]>();
  let at = emptyHead;
  for (;;) {
    const entries = await reach(redis, () =>
      redis.xrange(keys.audit, `(${at.seq}-18446744073709551615`, '+', 'COUNT', page),
    );
    for (const [id, fields] of entries as StreamEntry[]) {
      const next = at.seq + 1;
      if (id !== `${next}-0`) {
        return fail(at.seq, next, `Entry ${next} is missing: the next one there is ${id}.`);
      }
      const [, text = '', , mac = ''] = fields;
      const fault = faultOf(text, mac, at, key);
      if (fault !== undefined) return fail(at.seq, next, fault);
      const { request } = readEntry(text, mac);
      if (request !== undefined)
        byRequest.set(request, [...(byRequest.get(request) ?? []), `${next}`]);
      macs.push(mac);
      at = { seq: next, mac };
    }
    if (entries.length < page) break;
  }

  const cut = (head: Head) => head.seq > at.seq;
  if (cut(headBefore)) {
    return fail(
      at.seq,
      at.seq + 1,
      `The log ends at entry ${at.seq}, its head says ${headBefore.seq}.`,
    );
  }
  if (macs[headBefore.seq] !== headBefore.mac) {
    return fail(at.seq, headBefore.seq, `The head names another entry ${headBefore.seq}.`);
  }
  const headAfter = await readHead(redis, keys);
  if (headAfter.seq < at.seq) {
    return fail(
      at.seq,
      headAfter.seq + 1,
      `Entries stand behind entry ${headAfter.seq}, the head.`,
    );
  }
  if (cut(seen) || macs[seen.seq] !== seen.mac) {
    return fail(
      at.seq,
      Math.min(seen.seq, at.seq + 1),
      `Entry ${seen.seq} was there before and is gone.`,
    );
  }
  const lost = anchors.find(({ seq, mac }) => macs[seq] !== mac);
  if (lost) {
    return fail(
      at.seq,
      Math.min(lost.seq, at.seq + 1),
      `The record of ${lost.request} names entry ${lost.seq}, which is not in the log like that.`,
    );
  }
  const hidden = await findHidden(redis, keys, byRequest);
  if (hidden) return fail(at.seq, hidden.seq, hidden.sentence);
  return { entries: at.seq, ok: true };
}

function fail(entries: number, seq: number, sentence: string): AuditVerdict {
  return { entries, ok: false, problem: { seq, sentence } };
}

async function readAnchors(redis: Redis, keys: Keys): Promise<Anchor[]> {
  const ids = await reach(redis, () => redis.zrange(keys.requests, '0', '-1'));
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.hmget(keys.request(id), 'seq', 'mac');
  const answers = (await reach(redis, async () => await pipeline.exec())) ?? [];
  return answers.map(([, found], i) => {
    const [seq, mac] = (found ?? []) as (string | null)[];
    return { request: ids[i] ?? '', seq: Number(seq ?? -1), mac: mac ?? '' };
  });
}

/** A request's own list of entries is only an index; one that leaves entries out would hide history. */
async function findHidden(redis: Redis, keys: Keys, byRequest: Map<string, string[]>) {
  const requests = [...byRequest];
  for (let i = 0; i < requests.length; i += page) {
    const some = requests.slice(i, i + page);
    const pipeline = redis.pipeline();
    for (const [request, seqs] of some) pipeline.lrange(keys.auditOf(request), 0, seqs.length - 1);
    const answers = (await reach(redis, async () => await pipeline.exec())) ?? [];
    for (const [j, [request, seqs]] of some.entries()) {
      const listed = (answers[j]?.[1] ?? []) as string[];
      const wrong = seqs.findIndex((seq, k) => listed[k] !== seq);
      if (wrong >= 0) {
        const sentence = `The list of ${request}'s entries leaves out entry ${seqs[wrong]}, or names others.`;
        return { seq: Number(seqs[wrong]), sentence };
      }
    }
  }
  return undefined;
}
