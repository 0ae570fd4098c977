import { userInfo } from 'node:os';
import { sealAudit } from '../adapters/redis/audit-seal';
import { connect, whenReady } from '../adapters/redis/connect';
import { openRecords } from '../adapters/redis/records';
import { createServerClock } from '../adapters/redis/server-clock';
import { type ProcessConfig, readProcessConfig } from '../config/process';
import { UserError } from '../errors';
import { createLog } from '../log';
import { auditVerdict } from '../messages/audit-verdict';
import type { Log } from '../ports';

/** `mtgw audit verify`: 0 when the trail holds, 1 with the first entry that does not. */
export function verifyAudit(directory: string | undefined): Promise<number> {
  return withRedis(directory, async (redis, { prefix, auditKey, vaultKey }, log) => {
    const verdict = await openRecords(redis, { prefix, auditKey, vaultKey, log }).audit.verify();
    process.stdout.write(`${auditVerdict(verdict)}\n`);
    return verdict.ok ? 0 : 1;
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
  return withRedis(directory, async (redis, { prefix, auditKey }, log) => {
    const clock = await createServerClock(redis, log);
    try {
      const by = `${userInfo().username} on the bot's host`;
      const sealing = { by, because: because.trim(), at: clock.wall(), keyLost };
      const { seq, seal } = await sealAudit(redis, { prefix, auditKey }, sealing);
      process.stdout.write(
        `Sealed with entry ${seq}: ${seal.problem} The bot writes again, and mtgw audit verify tells of it from now on.\n`,
      );
      return 0;
    } finally {
      clock.close();
    }
  });
}

async function withRedis(
  directory: string | undefined,
  work: (redis: ReturnType<typeof connect>, options: ProcessConfig, log: Log) => Promise<number>,
): Promise<number> {
  const options = readProcessConfig(directory);
  const log = createLog('error', 'cli');
  const redis = connect(options.redisUrl, 'chat', log);
  try {
    await whenReady(redis, 5_000);
    return await work(redis, options, log);
  } finally {
    redis.disconnect();
  }
}
