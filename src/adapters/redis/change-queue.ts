import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { notServed } from '../../errors';
import type { Log } from '../../ports/log';
import type { ChangeQueue } from '../../ports/queue';
import { createAsking } from './asking';
import {
  type ChangeJob,
  askJobOptions,
  changeJobOptions,
  planJobOptions,
  type ReadingJob,
} from './jobs';
import { keysUnder } from './keys';
import { changeJobId, changeQueueOf, planJobId, readQueueOf } from './queue-names';
import { reach } from './reach';
import { runScript } from './scripts';

const underWay: ReadonlySet<string> = new Set(['waiting', 'active', 'delayed', 'prioritized']);

/** The sending side of the queues. On a 'chat' connection every call fails at once while Redis is away. */
export function createChangeQueue(redis: Redis, prefix: string, log: Log): ChangeQueue {
  const keys = keysUnder(prefix);
  const asking = createAsking(redis, keys, log);
  const queues = new Map<string, Queue>();

  function queue(name: string): Queue {
    const known = queues.get(name);
    if (known) return known;
    const made = new Queue(name, { connection: redis, prefix: keys.queues });
    // The connection says that it is away; what else goes wrong is thrown to the caller.
    made.on('error', () => {});
    queues.set(name, made);
    return made;
  }

  const servedBy = async (gateway: string) =>
    Number(await reach(redis, () => runScript(redis, 'countAlive', [keys.worker(gateway)], [])));

  const addReading = async (gateway: string, job: ReadingJob, options: JobsOptions) =>
    await reach(redis, () => queue(readQueueOf(gateway)).add(job.kind, job, options));

  return {
    async enqueueChange(gateway, request, run) {
      const job: ChangeJob = { request, run };
      const jobId = changeJobId(request, run);
      await reach(redis, () =>
        queue(changeQueueOf(gateway)).add('change', job, { ...changeJobOptions, jobId }),
      );
    },

    async hasChange(gateway, request, run) {
      const jobs = queue(changeQueueOf(gateway));
      const state = await reach(redis, () => jobs.getJobState(changeJobId(request, run)));
      return underWay.has(state);
    },

    async enqueuePlan(gateway, request) {
      // One waits at most. What is asked for while one is at work is read after it, because that one may
      // have looked at the record before it changed.
      const deduplication = { id: planJobId(request), keepLastIfActive: true };
      await addReading(gateway, { kind: 'plan', request }, { ...planJobOptions, deduplication });
    },

    async ask(gateway, job, timeoutMs) {
      if ((await servedBy(gateway)) === 0) {
        throw notServed(gateway);
      }
      const end = performance.now() + timeoutMs;
      return await asking.ask(gateway, timeoutMs, async (ask, replyTo) => {
        const options = { ...askJobOptions, jobId: ask };
        await addReading(gateway, { kind: 'ask', ask, replyTo, job }, options);
        // Nobody waits for it any more then, so a worker that comes late need not read for nothing.
        const drop = () => {
          queue(readQueueOf(gateway))
            .remove(ask)
            .catch(() => {});
        };
        setTimeout(drop, Math.max(0, end - performance.now())).unref();
      });
    },

    servedBy,

    async close() {
      asking.close();
      await Promise.all([...queues.values()].map((made) => made.close()));
    },
  };
}
