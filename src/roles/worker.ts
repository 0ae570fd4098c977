import { createProcessTable } from '../adapters/powershell/process-table';
import { connect, whenReady } from '../adapters/redis/connect';
import { serveGateways } from '../adapters/redis/serve-gateways';
import type { ProcessConfig } from '../config/process';
import { createLog } from '../log';
import { repeat } from './repeat';
import { isReachedRemotely, targetsOf, timingsFor } from './settings';
import { tick } from '../workflow/due';
import { execute, readFor } from '../workflow/execute';
import type { WorkerParts } from '../workflow/parts';
import { answerRead } from '../workflow/read';
import { reconcile } from '../workflow/reconcile';
import { createWatch } from '../watching/watch';
import { keepArchiving } from './archive-command';
import { followRules } from './follow-rules';
import { guardDurability } from './guard-durability';
import { openShells } from './open-shells';
import { tellWorkerReady } from './ready';
import type { Role } from './role';
import { openClock, standOn } from './stand-on';
import { logTrailsEnd } from './log-trails-end';

/** The role that touches gateways: it plans, runs, verifies, undoes, recovers, and keeps the bot's time. */
export async function startWorker(options: ProcessConfig): Promise<Role> {
  const { config, prefix } = options;
  const log = createLog(options.logLevel, 'worker');
  const redis = connect(options.redisUrl, 'worker', log);
  await whenReady(redis, 15_000);
  const clock = await openClock(redis, options, log);
  const guard = await guardDurability(redis, log);
  const rules = followRules(options, log);
  const records = standOn(redis, options, { clock, guard, rules }, log);
  const targets = targetsOf(config.inventory, options);
  const { vault } = records;
  const shells = openShells(options, { vault, log });
  const { probeEveryMs } = records.settings.watch;
  const caps = { retryAfterMs: probeEveryMs, retryAtMostMs: 5 * probeEveryMs };
  const probing = openShells(options, { vault, log, caps });
  const parts: WorkerParts = {
    ...records,
    shells,
    processes: createProcessTable(),
    isRemote: (target) => isReachedRemotely(targets, target),
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
  const watch = createWatch(parts, probing);
  // PowerShell for people's questions starts first: the first of them finds it there, and watching can wait.
  let mayWatch = false;
  void shells
    .ready('read')
    .catch((error: unknown) => log.warn({ err: error }, 'PowerShell did not start; trying again'))
    .finally(() => {
      mayWatch = true;
    });
  const loops = [
    repeat(500, () => tick(parts), log),
    keepArchiving(redis, options, clock, log),
    repeat(1_000, () => reconcile(parts), log),
    logTrailsEnd(redis, prefix, log),
    repeat(probeEveryMs, async () => void (mayWatch && (await watch.sweep())), log),
  ];
  tellWorkerReady(log, options);
  return {
    async stop() {
      for (const loop of loops) await loop.stop();
      // What is being probed ends with its process; nothing waits for it.
      await probing.close();
      await watch.stop();
      await served.close();
      await shells.close();
      await guard.stop();
      await rules.stop();
      clock.close();
      await parts.queue.close();
      redis.disconnect();
    },
  };
}
