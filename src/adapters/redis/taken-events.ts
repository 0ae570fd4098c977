import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { TakenEvents } from '../../ports/chat';
import { keysUnder } from './keys';
import { reach } from './reach';

/** Slack brings an event again for about six minutes, and a recorded request passes its check of age for five. */
const lifeMs = 15 * 60_000;

/** Taken events in Redis, by a digest of their ids, for as long as a platform may bring one again. */
export function createTakenEvents(redis: Redis, prefix: string): TakenEvents {
  const keys = keysUnder(prefix);
  return {
    async take({ id, from }) {
      const mark = createHash('sha256').update(`${from.chat} ${id}`).digest('base64url');
      const first = await reach(redis, () => redis.set(keys.event(mark), '1', 'PX', lifeMs, 'NX'));
      return first === 'OK';
    },
  };
}
