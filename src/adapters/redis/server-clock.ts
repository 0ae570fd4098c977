import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import { reach } from './reach';

export interface ServerClock extends Clock {
  close(): void;
}

/** Two machines drift apart by milliseconds in that time. */
const comparedEveryMs = 30_000;

/**
 * Redis's own time, so that hosts whose clocks differ agree on what is due and on what has passed. Between two
 * comparisons it runs on the process's monotonic clock: a step of this machine's clock does not move it.
 */
export async function createServerClock(redis: Redis, log: Log): Promise<ServerClock> {
  let ahead = 0;
  const compare = async () => {
    const before = performance.now();
    const [seconds, micros] = await reach(redis, () => redis.time());
    const between = (before + performance.now()) / 2;
    ahead = Number(seconds) * 1_000 + Number(micros) / 1_000 - between;
  };
  const again = () => {
    if (redis.status !== 'ready') return;
    compare().catch((error: unknown) =>
      log.warn({ err: error }, 'The time of Redis could not be read.'),
    );
  };
  await compare();
  const timer = setInterval(again, comparedEveryMs);
  timer.unref();
  // Another server may answer after a failover, with another clock.
  redis.on('ready', again);
  const wall = () => Math.round(performance.now() + ahead);
  return {
    now: wall,
    wall,
    sleep: (ms) => sleep(ms),
    close() {
      clearInterval(timer);
      redis.off('ready', again);
    },
  };
}
