import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { sealAudit } from '../adapters/redis/audit-seal';
import { emptyHead, type Head } from '../adapters/redis/audit-chain';
import { verifyAudit as verifyTrail } from '../adapters/redis/audit-verify';
import { readHead } from '../adapters/redis/audit-writer';
import { keysUnder } from '../adapters/redis/keys';
import { verifyArchive } from '../adapters/redis/verify-archive';
import { UserError } from '../errors';
import { archiveVerdict, auditVerdict, trailsEnd } from '../messages/audit-verdict';
import { withRedis } from './with-redis';

/**
 * `mtgw audit verify`: 0 when the trail holds, 1 with the first entry that does not. The archive is proven too: the
 * files that are named, else the one that mtgw.yaml names.
 * @param from an entry that was there before, as `SEQ:MAC`: a trail that was cut, or taken back whole, is found by it
 */
export function verifyAudit(
  directory: string | undefined,
  named: readonly string[] = [],
  from?: string,
): Promise<number> {
  const known = from === undefined ? emptyHead : readEnd(from);
  return withRedis(directory, async ({ redis, options }) => {
    const { prefix, auditKey, config } = options;
    const keys = keysUnder(prefix);
    const end = await readHead(redis, keys);
    const verdict = await verifyTrail(redis, keys, auditKey, known);
    process.stdout.write(`${auditVerdict(verdict)}\n`);
    const own = [config.bot.archive?.file ?? ''].filter(existsSync);
    const files = named.length > 0 ? named : own;
    if (!verdict.ok) return 1;
    if (files.length === 0) return sayEnd(end);
    const archive = await verifyArchive(redis, { prefix, auditKey }, files);
    process.stdout.write(`${archiveVerdict(archive)}\n`);
    return archive.problem === undefined ? sayEnd(end) : 1;
  });
}

function sayEnd(end: Head): number {
  if (end.seq > 0) process.stdout.write(`${trailsEnd(end)}\n`);
  return 0;
}

function readEnd(text: string): Head {
  const [, seq, mac] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || mac === undefined) {
    throw new UserError(
      'Say an entry as the log or an earlier verdict has it, its number and its mac: mtgw audit verify --from 1042:9f…',
    );
  }
  return { seq: Number(seq), mac };
}

/** `mtgw audit seal`: for whoever has the bot's own host. Who it was and why stands in the trail from then on. */
export function sealBrokenAudit(
  directory: string | undefined,
  { because, keyLost }: { because: string | undefined; keyLost: boolean },
): Promise<number> {
  if (!because?.trim()) {
    throw new UserError(
      'Say what happened, it stays in the trail: mtgw audit seal --because "..."',
    );
  }
  return withRedis(directory, async ({ redis, clock, options: { prefix, auditKey } }) => {
    const by = `${userInfo().username} on the bot's host`;
    const sealing = { by, because: because.trim(), at: clock.wall(), keyLost };
    const { seq, seal } = await sealAudit(redis, { prefix, auditKey }, sealing);
    process.stdout.write(
      `Sealed with entry ${seq}: ${seal.problem} The bot writes again, and mtgw audit verify tells of it from now on.\n`,
    );
    return 0;
  });
}
