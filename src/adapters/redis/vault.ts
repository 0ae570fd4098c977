import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { SecretOrigin, SecretRef } from '../../../approvals/plan';
import type { Log } from '../../ports/log';
import type { Vault } from '../../ports/vault';
import type { Keys } from './keys';
import { reach } from './reach';
import { openValue, sealValue } from './sealed-value';

/**
 * AES-256-GCM with a fresh nonce. The label and the reference are authenticated too, so that a sealed value
 * cannot be put under another name. It ends by Redis's clock, not by the bot's.
 */
export function createVault(redis: Redis, keys: Keys, key: Buffer, log: Log): Vault {
  if (key.length !== 32) throw new Error('The vault key must have 32 bytes.');

  function openStored(ref: string, stored: string | null): string | undefined {
    if (stored === null) return undefined;
    const opened = openValue(key, ref, stored);
    if (opened === undefined) {
      log.warn(
        { secret: ref },
        'A sealed secret was changed or sealed with another key; it counts as ended.',
      );
    }
    return opened?.value;
  }

  async function seal(
    value: string,
    label: string,
    ttlMs: number,
    origin: SecretOrigin,
  ): Promise<SecretRef> {
    if (!(ttlMs >= 1))
      throw new Error(`A secret (${label}) needs a time to live, in milliseconds.`);
    const ref = randomBytes(16).toString('hex');
    const text = sealValue(key, ref, label, value);
    await reach(redis, () => redis.set(keys.secret(ref), text, 'PX', Math.floor(ttlMs)));
    return { secret: ref, origin };
  }

  const open = async ({ secret }: SecretRef) =>
    openStored(secret, await reach(redis, () => redis.get(keys.secret(secret))));

  return {
    seal: (value, label, ttlMs, origin = 'given') => seal(value, label, ttlMs, origin),
    open,
    has: async (ref) => (await open(ref)) !== undefined,

    async reseal(ref, label, ttlMs) {
      const value = await open(ref);
      return value === undefined ? undefined : seal(value, label, ttlMs, 'kept');
    },

    async drop({ secret }) {
      await reach(redis, () => redis.del(keys.secret(secret)));
    },
  };
}
