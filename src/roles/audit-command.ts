import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { sealAudit } from '../adapters/redis/audit-seal';
import { openRecords } from '../adapters/redis/records';
import { verifyArchive } from '../adapters/redis/verify-archive';
import { UserError } from '../errors';
import { archiveVerdict, auditVerdict } from '../messages/audit-verdict';
import { withRedis } from './with-redis';

/**
 * `mtgw audit verify`: 0 when the trail holds, 1 with the first entry that does not. The archive is proven too: the
 * files that are named, else the one that mtgw.yaml names.
 */
export function verifyAudit(
  directory: string | undefined,
  named: readonly string[] = [],
): Promise<number> {
  return withRedis(directory, async ({ redis, options, log }) => {
    const { prefix, auditKey, vaultKey, config } = options;
    const verdict = await openRecords(redis, { prefix, auditKey, vaultKey, log }).audit.verify();
    process.stdout.write(`${auditVerdict(verdict)}\n`);
    const own = [config.bot.archive?.file ?? ''].filter(existsSync);
    const files = named.length > 0 ? named : own;
    if (!verdict.ok || files.length === 0) return verdict.ok ? 0 : 1;
    const archive = await verifyArchive(redis, { prefix, auditKey }, files);
    process.stdout.write(`${archiveVerdict(archive)}\n`);
    return archive.problem === undefined ? 0 : 1;
  });
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
