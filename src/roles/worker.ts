import { createGatewayShells } from '../adapters/powershell/shells';
import { createProcessTable } from '../adapters/powershell/process-table';
import { connect, whenReady } from '../adapters/redis/connect';
import { createChangeQueue } from '../adapters/redis/change-queue';
import { openRecords } from '../adapters/redis/records';
import { createSandboxClock } from '../adapters/redis/sandbox-clock';
import { serveGateways } from '../adapters/redis/serve-gateways';
import type { ProcessConfig } from '../config';
import { createChannels } from '../channels';
import { createLog } from '../log';
import { operations } from '../ops/catalog';
import { createPeople } from '../people';
import { repeat } from '../repeat';
import { settingsFor, targetsOf, timingsFor } from '../settings';
import { tick } from '../workflow/due';
import { execute, readFor } from '../workflow/execute';
import { answerRead } from '../workflow/read';
import { reconcile } from '../workflow/reconcile';
import type { WorkerParts } from '../workflow/parts';

export interface Role {
  stop(): Promise<void>;
}

/** The role that touches gateways: it plans, runs, verifies, undoes, recovers, and keeps the bot's time. */
export async function startWorker(options: ProcessConfig): Promise<Role> {
  const { config, prefix } = options;
  const log = createLog(options.logLevel, 'worker');
  const redis = connect(options.redisUrl, 'worker', log);
  await whenReady(redis, 15_000);
  const { auditKey, vaultKey } = options;
  const settings = settingsFor(options);
  // What is claimed and not written comes back so soon: that is also how often an open gate is looked at.
  const leaseMs = settings.gateEveryMs;
  const records = openRecords(redis, { prefix, auditKey, vaultKey, log, leaseMs });
  const queue = createChangeQueue(redis, prefix, log);
  const moved = options.sandbox ? await createSandboxClock(redis, prefix, log) : undefined;
  const shells = createGatewayShells({
    executable: options.powershell ?? 'pwsh',
    vault: records.vault,
    targets: targetsOf(config.inventory, options),
    log,
  });
  const parts: WorkerParts = {
    ...records,
    queue,
    clock: moved ?? { now: () => Date.now() },
    log,
    inventory: config.inventory,
    people: createPeople(config.people),
    channels: createChannels(config.channels),
    policy: config.policy,
    operations,
    settings,
    unsafe: () => [],
    shells,
    processes: createProcessTable(),
    gateways: options.gateways,
  };
  const served = await serveGateways(
    { redis, prefix, log, timings: timingsFor(options) },
    parts.gateways,
    {
      change: (job) => execute(parts, job),
      plan: (request) => readFor(parts, request),
      read: (job) => answerRead(parts, job),
    },
  );
  const loops = [repeat(500, () => tick(parts), log), repeat(1_000, () => reconcile(parts), log)];
  return {
    async stop() {
      for (const loop of loops) await loop.stop();
      await served.close();
      await shells.close();
      await moved?.close();
      await queue.close();
      redis.disconnect();
    },
  };
}
