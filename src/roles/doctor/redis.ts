import { createChangeQueue } from '../../adapters/redis/change-queue';
import { connect, whenReady } from '../../adapters/redis/connect';
import { findDurabilityGaps } from '../../adapters/redis/durability';
import { findOpenDoors } from '../../adapters/redis/open-doors';
import { nameOf } from '../../adapters/redis/refused';
import { openRecords } from '../../adapters/redis/records';
import { createServerClock } from '../../adapters/redis/server-clock';
import type { ProcessConfig } from '../../config/process';
import { UnavailableError } from '../../errors';
import { auditVerdict } from '../../messages/audit-verdict';
import type { Log } from '../../ports/log';
import { examineClock } from './clock';
import { bad, type Finding, note, ok } from './finding';

/** Redis, what it would lose, whether the trail holds, and who works for the gateways now. */
export async function examineRedis(options: ProcessConfig, log: Log): Promise<Finding[]> {
  const { redisUrl, prefix, auditKey, vaultKey, config } = options;
  const redis = connect(redisUrl, 'chat', log);
  const queue = createChangeQueue(redis, prefix, log);
  try {
    await whenReady(redis, 5_000);
    const gaps = await findDurabilityGaps(redis);
    const doors = await findOpenDoors(redisUrl);
    const clock = await createServerClock(redis, log);
    const apart = examineClock(Date.now(), clock.wall());
    clock.close();
    const { audit } = openRecords(redis, { prefix, auditKey, vaultKey, log });
    const verdict = await audit.verify();
    const served: Finding[] = [];
    for (const gateway of Object.keys(config.inventory.gateways)) {
      const count = await queue.servedBy(gateway);
      if (count > 0) served.push(ok('workers', `${gateway} is served by ${count}.`));
      else served.push(note('workers', `No worker serves ${gateway} now. Start one: mtgw worker`));
    }
    return [
      ok('Redis', `${nameOf(redis)} answers.`),
      ...gaps.map((gap) => bad('Redis', gap)),
      ...doors.map((door) => note('Redis', door)),
      apart,
      verdict.ok
        ? ok('audit', auditVerdict(verdict))
        : bad(
            'audit',
            `${auditVerdict(verdict)} Is MTGW_AUDIT_KEY the one that it was written with?`,
          ),
      ...served,
    ];
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return [bad('Redis', error.message)];
  } finally {
    await queue.close();
    redis.disconnect();
  }
}
