import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { UnavailableError } from '../../errors';
import { saysNoMaster } from './follow-master';
import { nameOf, refusalOf } from './refused';

const lostConnection =
  /Connection is closed|isn't writeable|Command timed out|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN|max retries per request|Connection ended|Socket closed/i;
const notServing = /^(CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS)\b/;
const refusesWrites = /^(MISCONF|OOM)\b/;

const graceMs = 1_200;

/**
 * Run commands, and say in a sentence when Redis is what is wrong. On a connection that does not queue
 * (the chat's) nothing is tried while it is down, because some of BullMQ's calls would wait.
 * @throws UnavailableError when Redis is gone, hangs or refuses to write; other errors pass through
 */
export async function reach<T>(redis: Redis, work: () => Promise<T>): Promise<T> {
  if (redis.options.enableOfflineQueue === false && !(await isSoonReady(redis))) {
    throw new UnavailableError(
      `${nameOf(redis)} does not answer. Nothing was done; try again soon.`,
    );
  }
  try {
    return await work();
  } catch (error) {
    throw asUnavailable(redis, error) ?? error;
  }
}

/** A server that restarts is back in a moment: a person would rather wait that long than be told to. */
async function isSoonReady(redis: Redis): Promise<boolean> {
  const end = Date.now() + graceMs;
  while (redis.status !== 'ready' && Date.now() < end) await sleep(25);
  return redis.status === 'ready';
}

/** What to say when Redis itself is at fault. Undefined for every other error, which is then told as it is. */
export function asUnavailable(redis: Redis, error: unknown): UnavailableError | undefined {
  if (!(error instanceof Error) || error instanceof UnavailableError) return undefined;
  const { message } = error;
  const refusal = refusalOf(redis, error);
  if (refusal !== undefined) return refusal;
  if (refusesWrites.test(message)) {
    return new UnavailableError(
      `${nameOf(redis)} refuses to write (${message.split(' ', 1)[0]}): its disk or its memory is full.`,
      { cause: error },
    );
  }
  if (saysNoMaster(message)) {
    return new UnavailableError(
      `${nameOf(redis)} takes nothing now: it starts, or a failover is under way. Look how it stands before you try again.`,
      { cause: error },
    );
  }
  if (lostConnection.test(`${message} ${error.name}`) || notServing.test(message)) {
    // It may have reached the disk before the answer was lost: so no promise that nothing was done.
    return new UnavailableError(
      `${nameOf(redis)} did not answer in time. Look how it stands before you try again.`,
      { cause: error },
    );
  }
  return undefined;
}
