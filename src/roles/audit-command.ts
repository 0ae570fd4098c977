import { connect, whenReady } from '../adapters/redis/connect';
import { openRecords } from '../adapters/redis/records';
import { readProcessConfig } from '../config/process';
import { createLog } from '../log';

/** `mtgw audit verify`: 0 when the trail is whole, 1 with the first entry that does not hold. */
export async function verifyAudit(directory: string | undefined): Promise<number> {
  const { redisUrl, prefix, auditKey, vaultKey } = readProcessConfig(directory);
  const log = createLog('error', 'cli');
  const redis = connect(redisUrl, 'chat', log);
  try {
    await whenReady(redis, 5_000);
    const { audit } = openRecords(redis, { prefix, auditKey, vaultKey, log });
    const { ok, entries, problem } = await audit.verify();
    process.stdout.write(
      ok
        ? `The audit trail is whole: ${entries} entries, none changed, none missing.\n`
        : `The audit trail does not hold at entry ${problem?.seq}: ${problem?.sentence}\n`,
    );
    return ok ? 0 : 1;
  } finally {
    redis.disconnect();
  }
}
