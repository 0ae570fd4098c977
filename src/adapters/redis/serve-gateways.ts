import { type Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Log } from '../../ports/log';
import type { WorkerHandlers } from '../../ports/queue';
import { answerReading } from './answer-reading';
import type { ChangeJob, ReadingJob } from './jobs';
import { type Keys, keysUnder } from './keys';
import { keepPresence } from './presence';
import { changeQueueOf, readQueueOf } from './queue-names';
import { asUnavailable } from './reach';

export interface Closer {
  /** Take no new work and wait for what is under way, at most so long in milliseconds. */
  close(graceMs?: number): Promise<void>;
}

export interface ServeOptions {
  /** A 'worker' connection. */
  redis: Redis;
  prefix: string;
  log: Log;
  /** Readings of one gateway that run side by side. */
  readings?: number;
  /** Milliseconds: how soon a dead worker's job is given up, how often it is looked for, and the heartbeat. */
  timings?: { lockMs: number; stalledMs: number; heartbeatMs: number };
}

const usual = { lockMs: 8_000, stalledMs: 4_000, heartbeatMs: 2_000 };

/**
 * Work for these gateways: changes one at a time on each, readings beside them. Resolves when Redis knows that
 * this process serves them; while Redis is away it waits.
 */
export async function serveGateways(
  options: ServeOptions,
  gateways: readonly string[],
  handlers: WorkerHandlers,
): Promise<Closer> {
  const { redis, log, timings = usual } = options;
  const keys = keysUnder(options.prefix);
  const shared = {
    connection: redis,
    prefix: keys.queues,
    autorun: false,
    lockDuration: timings.lockMs,
    stalledInterval: timings.stalledMs,
  };

  const workers = gateways.flatMap((gateway) => {
    const change = (job: Job<ChangeJob>) => handlers.change(job.data);
    // A change whose worker died is never run again by the queue: the record and a reading decide.
    const changes = new Worker(changeQueueOf(gateway), change, {
      ...shared,
      concurrency: 1,
      maxStalledCount: 0,
    });
    const readings = new Worker(
      readQueueOf(gateway),
      (job: Job<ReadingJob>) => answerReading(redis, handlers, job.data, log),
      { ...shared, concurrency: options.readings ?? 4, maxStalledCount: 1 },
    );
    return [changes, readings];
  });
  for (const worker of workers) listen(worker, redis, log);

  await limitToOne(redis, keys, gateways);
  const again = () => {
    // A Redis that came back may have come back empty.
    limitToOne(redis, keys, gateways).catch((error: unknown) =>
      log.warn({ err: error }, 'One change at a time could not be set.'),
    );
  };
  redis.on('ready', again);

  for (const worker of workers) {
    worker.run().catch((error: unknown) => log.error({ err: error }, `${worker.name} stopped.`));
  }
  const presence = await keepPresence(redis, keys, gateways, log, timings.heartbeatMs);

  return {
    async close(graceMs = 20_000) {
      redis.off('ready', again);
      await presence.leave();
      await closeWithin(workers, graceMs);
    },
  };
}

/** BullMQ's own limit is for each worker; this one is for all of them, and lives in Redis. */
async function limitToOne(redis: Redis, keys: Keys, gateways: readonly string[]): Promise<void> {
  for (const gateway of gateways) {
    const queue = new Queue(changeQueueOf(gateway), { connection: redis, prefix: keys.queues });
    queue.on('error', () => {});
    await queue.setGlobalConcurrency(1);
    await queue.close();
  }
}

function listen(worker: Worker, redis: Redis, log: Log): void {
  worker.on('error', (error) => {
    // The connection itself says once that Redis is away.
    if (!asUnavailable(redis, error)) log.warn({ err: error, queue: worker.name }, error.message);
  });
  worker.on('failed', (job, error) => {
    const fields = { queue: worker.name, job: job?.id, attempts: job?.attemptsMade, err: error };
    log.error(fields, `A job failed: ${error.message}`);
  });
}

/** Paused first: a `close` that has begun to wait cannot be hurried any more. */
async function closeWithin(workers: Worker[], graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), graceMs);
  });
  const idle = Promise.all(workers.map((worker) => worker.pause())).then(
    () => 'idle' as const,
    () => 'late' as const,
  );
  const outcome = await Promise.race([idle, late]);
  clearTimeout(timer);
  // What is left is found by its intent and its record, as after a crash.
  await Promise.all(workers.map((worker) => worker.close(outcome === 'late')));
}
