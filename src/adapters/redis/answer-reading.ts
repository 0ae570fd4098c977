import type { Redis } from 'ioredis';
import type { Log } from '../../ports/log';
import type { WorkerHandlers } from '../../ports/queue';
import type { ReadingJob } from './jobs';
import { type Reply, replyOf } from './replies';

/** Do one reading; a question's answer, or why there is none, goes to the process that asked. */
export async function answerReading(
  redis: Redis,
  handlers: WorkerHandlers,
  job: ReadingJob,
  log: Log,
): Promise<void> {
  if (job.kind === 'plan') return await handlers.plan(job.request);
  let reply: Reply;
  try {
    reply = { ask: job.ask, kind: 'answer', answer: await handlers.read(job.job) };
  } catch (error) {
    reply = replyOf(job.ask, error);
    if (reply.kind !== 'answer') {
      const { operation, gateway } = job.job;
      log.warn({ err: error, operation }, `A reading of ${gateway} failed.`);
    }
  }
  await redis.publish(job.replyTo, JSON.stringify(reply));
}
