import { createProcessTable } from '../adapters/powershell/process-table';
import { createGatewayShells } from '../adapters/powershell/shells';
import { connect, whenReady } from '../adapters/redis/connect';
import { createSandboxClock } from '../adapters/redis/sandbox-clock';
import { serveGateways } from '../adapters/redis/serve-gateways';
import type { ProcessConfig } from '../config/process';
import { createLog } from '../log';
import { repeat } from '../repeat';
import { targetsOf, timingsFor } from '../settings';
import { tick } from '../workflow/due';
import { execute, readFor } from '../workflow/execute';
import type { WorkerParts } from '../workflow/parts';
import { answerRead } from '../workflow/read';
import { reconcile } from '../workflow/reconcile';
import type { Role } from './role';
import { standOn } from './stand-on';

/** The role that touches gateways: it plans, runs, verifies, undoes, recovers, and keeps the bot's time. */
export async function startWorker(options: ProcessConfig): Promise<Role> {
  const { config, prefix } = options;
  const log = createLog(options.logLevel, 'worker');
  const redis = connect(options.redisUrl, 'worker', log);
  await whenReady(redis, 15_000);
  const moved = options.sandbox ? await createSandboxClock(redis, prefix, log) : undefined;
  const records = standOn(redis, options, moved, log);
  const targets = targetsOf(config.inventory, options);
  const shells = createGatewayShells({
    executable: options.powershell ?? 'pwsh',
    environment: options.environment,
    vault: records.vault,
    targets,
    log,
  });
  const parts: WorkerParts = {
    ...records,
    shells,
    processes: createProcessTable(),
    isRemote: (target) => targets[target]?.['kind'] !== 'local',
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
      await parts.queue.close();
      redis.disconnect();
    },
  };
}
