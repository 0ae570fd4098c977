import type { Redis } from 'ioredis';
import { keysUnder } from './keys';
import { reach } from './reach';

/** Where the Bot Framework's connector of a conversation was last: it differs by region, and can change. */
export interface ServiceUrls {
  get(channel: string): Promise<string | undefined>;
  set(channel: string, serviceUrl: string): Promise<void>;
}

/** Remembered over restarts, so that the bot can speak first in a conversation that it was spoken to once. */
export function createServiceUrls(redis: Redis, prefix: string): ServiceUrls {
  const { serviceUrls } = keysUnder(prefix);
  return {
    get: async (channel) =>
      (await reach(redis, () => redis.hget(serviceUrls, channel))) ?? undefined,
    set: async (channel, serviceUrl) => {
      await reach(redis, () => redis.hset(serviceUrls, channel, serviceUrl));
    },
  };
}
