import type { JobsOptions } from 'bullmq';
import type { ReadJob } from '../../ports/queue';

export interface ChangeJob {
  request: string;
  run: number;
}

/** A question carries where its answer is awaited. */
export type ReadingJob =
  | { kind: 'plan'; request: string }
  | { kind: 'ask'; ask: string; replyTo: string; job: ReadJob };

/**
 * Ended jobs are removed: what happened is in the request's record and in the audit log. A kept one would
 * make BullMQ ignore the same run when a reconciler has to put it back. Its attempt is the only one: whether
 * a change may be tried again is for the record to say.
 */
export const changeJobOptions: JobsOptions = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
};

/** Reading for a request may be tried again. */
export const planJobOptions: JobsOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: true,
  removeOnFail: true,
};

/** Somebody waits for the answer: an error is an answer too. */
export const askJobOptions: JobsOptions = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
};
