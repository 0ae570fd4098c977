import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { UnavailableError, UserError } from '../../errors';
import { type AuditKey, emptyHead, sealEntry, type StreamEntry } from './audit-chain';
import { type Seal, sealAction, sealOver } from './audit-seals';
import { type Examination, examineAudit } from './audit-verify';
import { type Break, digestOf, seqOf } from './audit-walk';
import { type Keys, keysUnder } from './keys';
import { reach } from './reach';
import { runScript } from './scripts';

const attempts = 20;

/** So far behind the last entry that is known nobody has written: what calls itself that is none of ours. */
const farAhead = 1_000_000;

/** Who seals, why, and when. */
export interface Sealing {
  by: string;
  because: string;
  at: number;
  /** No entry can be proven, and the person knows why. */
  keyLost?: boolean;
}

/** How the log stood before it was walked: a seal is written only over that. */
interface Before {
  lastId: string;
  length: number;
  aside: number;
}

/**
 * Seal a broken audit log and go on: an entry names every place where it broke, what stands there, who sealed it and
 * why. Nothing is made right by that: the break is told with every verdict from then on.
 * @returns the entry's number, and what it says
 * @throws UserError when nothing is broken; UnavailableError when others write all the time
 */
export async function sealAudit(
  redis: Redis,
  { prefix, auditKey }: { prefix: string; auditKey: AuditKey },
  sealing: Sealing,
): Promise<{ seq: number; seal: Seal }> {
  const keys = keysUnder(prefix);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = await readBefore(redis, keys);
    const found = await examineAudit(redis, keys, auditKey, emptyHead);
    if (found.problem === undefined) {
      throw new UserError('The audit trail holds: there is nothing to seal.');
    }
    if (found.walk.macs.size === 1 && found.walk.rest !== undefined && !sealing.keyLost) {
      throw new UserError(
        'No entry of the audit trail holds under this MTGW_AUDIT_KEY. Is it the one that it was written with? ' +
          'If that key is lost, say: mtgw audit seal --key-lost --because "..."',
      );
    }
    const { seq, seal, aside } = sealOf(found, found.problem.sentence, sealing, before);
    const { by, at } = sealing;
    const detail = { ...seal };
    const draft = { at, actor: by, action: sealAction, detail };
    const entry = sealEntry(draft, found.walk.at, auditKey, seq);
    const touched = [
      keys.audit,
      keys.auditHead,
      keys.auditAside,
      keys.auditSeals,
      keys.auditOf('-'),
    ];
    const { head } = found;
    const said = [seq, found.walk.at.mac, entry.mac, entry.text, randomUUID(), ''];
    const asItWas = [`${head.seq}`, head.mac, before.lastId, before.length, before.aside];
    const texts = aside.flatMap((one) => [one[0], JSON.stringify(one)]);
    const [why] = (await reach(redis, () =>
      runScript(redis, 'sealAudit', touched, [...said, ...asItWas, ...texts]),
    )) as string[];
    if (why !== 'written') continue;
    for (const { request, seqs } of found.wrongLists) {
      const list = keys.auditOf(request);
      await reach(redis, () =>
        runScript(redis, 'mendAuditList', [list], [found.walk.at.seq, ...seqs]),
      );
    }
    return { seq, seal };
  }
  throw new UnavailableError(
    'Others write to the audit log all the time. Nothing was sealed: stop the bot and seal it then.',
  );
}

async function readBefore(redis: Redis, keys: Keys): Promise<Before> {
  const aside = await reach(redis, () => redis.llen(keys.auditAside));
  if ((await reach(redis, () => redis.exists(keys.audit))) === 0) {
    return { lastId: '', length: 0, aside };
  }
  const info = (await reach(redis, () => redis.xinfo('STREAM', keys.audit))) as unknown[];
  const at = (name: string) => info[info.indexOf(name) + 1];
  return { lastId: String(at('last-generated-id')), length: Number(at('length')), aside };
}

function sealOf(
  { walk, base, seals, head, anchors }: Examination,
  problem: string,
  { because }: Sealing,
  before: Before,
): { seq: number; seal: Seal; aside: StreamEntry[] } {
  const known = Math.max(
    walk.at.seq,
    ...[head, ...anchors].map(({ seq }) => (seq < walk.at.seq + farAhead ? seq : 0)),
  );
  const rest = walk.rest?.entries ?? [];
  const stays = ([id]: StreamEntry) => seqOf(id) < known + farAhead;
  const staying = rest.filter(stays);
  const aside = rest.filter((entry) => !stays(entry));
  const seq = Math.max(known, ...staying.map(([id]) => seqOf(id))) + 1;
  const breaks: Break[] = walk.breaks.filter((one) => sealOver(seals, one) === undefined);
  if (seq !== walk.at.seq + 1) {
    breaks.push({
      after: walk.at,
      resumes: { seq, mac: '' },
      digest: digestOf(staying),
      sentence: walk.rest?.sentence ?? problem,
    });
  }
  const kept = { from: before.aside, entries: aside.length, digest: digestOf(aside) };
  return { seq, seal: { because, problem, breaks, aside: kept, base }, aside };
}
