import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Log } from '../../ports/log';
import type { Keys } from './keys';
import { reach } from './reach';
import { runScript } from './scripts';

const courtesyMs = 500;

export interface Presence {
  leave(): Promise<void>;
}

/**
 * Say again and again which gateways this process serves, so that a question for one that nobody serves is
 * answered at once. A dead process is forgotten after three missed beats.
 */
export async function keepPresence(
  redis: Redis,
  keys: Keys,
  gateways: readonly string[],
  log: Log,
  everyMs: number,
): Promise<Presence> {
  const worker = randomUUID();
  const places = gateways.map((gateway) => keys.worker(gateway));
  const beat = async () => {
    // On a connection that waits for Redis, beats would pile up and all be sent at its return.
    if (redis.status === 'ready')
      await runScript(redis, 'heartbeat', places, [worker, 3 * everyMs]);
  };
  await runScript(redis, 'heartbeat', places, [worker, 3 * everyMs]);
  const soon = () => {
    beat().catch((error: unknown) =>
      log.warn({ err: error }, 'The heartbeat of this worker was not taken.'),
    );
  };
  const timer = setInterval(soon, everyMs);
  redis.on('ready', soon);
  return {
    async leave() {
      clearInterval(timer);
      redis.off('ready', soon);
      if (redis.status !== 'ready') return;
      const gone = Promise.all(places.map((place) => redis.zrem(place, worker)));
      // Only a courtesy: a Redis that has just died must not keep this process from stopping.
      const patience = new AbortController();
      const { signal } = patience;
      await Promise.race([gone, sleep(courtesyMs, undefined, { signal })]).catch(() => {});
      patience.abort();
    },
  };
}

/** How many processes listen for cards that they must show. */
export async function countChats(redis: Redis, keys: Keys): Promise<number> {
  const answer = await reach(redis, () => redis.pubsub('NUMSUB', keys.channels.behind));
  return Number(answer[1]);
}
