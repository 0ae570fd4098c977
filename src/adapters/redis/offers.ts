import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Offer, Offers } from '../../ports/offers';
import type { Keys } from './keys';
import { reach } from './reach';
import { openText, sealText, type SealedText } from './sealed-text';

const offerShape: z.ZodType<Offer> = z.object({
  request: z.string(),
  secret: z.string(),
  to: z.string(),
  line: z.string(),
});

/**
 * In Redis an offer stands under the hash of its token, so whoever reads there learns no address; and sealed under a key
 * of its own, bound to that name, so that nothing else can be put in its place.
 * @param vaultKey exactly 32 bytes
 */
export function createOffers(redis: Redis, keys: Keys, vaultKey: Buffer): Offers {
  const key = createHmac('sha256', vaultKey).update('mtgw: offers').digest();
  const nameOf = (token: string) => createHash('sha256').update(token).digest('hex');

  function opened(name: string, stored: string | null): Offer | undefined {
    if (stored === null) return undefined;
    try {
      const text = openText(key, JSON.parse(stored) as SealedText, ['offer', name]);
      return offerShape.parse(JSON.parse(text));
    } catch {
      // The cause is left out on purpose: a parser's error quotes what it read.
      return undefined;
    }
  }

  return {
    async make(offer, ttlMs) {
      const token = randomBytes(16).toString('hex');
      const name = nameOf(token);
      const text = JSON.stringify(sealText(key, JSON.stringify(offer), ['offer', name]));
      await reach(redis, () => redis.set(keys.offer(name), text, 'PX', ttlMs));
      return token;
    },
    async has(token) {
      const name = nameOf(token);
      return opened(name, await reach(redis, () => redis.get(keys.offer(name)))) !== undefined;
    },
    async take(token) {
      const name = nameOf(token);
      return opened(name, await reach(redis, () => redis.getdel(keys.offer(name))));
    },
  };
}
