import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { SecretOrigin, SecretRef } from '../../../approvals/plan';
import type { Log, Vault } from '../../ports';
import type { Keys } from './keys';
import { reach } from './reach';
import { openText, sealText, type SealedText } from './sealed-text';

interface Sealed extends SealedText {
  label: string;
}

/**
 * AES-256-GCM with a fresh nonce. The label and the reference are authenticated too, so that a sealed value
 * cannot be put under another name. It ends by Redis's clock, not by the bot's.
 */
export function createVault(redis: Redis, keys: Keys, key: Buffer, log: Log): Vault {
  if (key.length !== 32) throw new Error('The vault key must have 32 bytes.');

  function unseal(ref: string, stored: string): string {
    const sealed = JSON.parse(stored) as Sealed;
    return openText(key, sealed, [ref, sealed.label]);
  }

  function openStored(ref: string, stored: string | null): string | undefined {
    if (stored === null) return undefined;
    try {
      return unseal(ref, stored);
    } catch {
      // The cause is left out on purpose: a parser's error quotes what it read.
      log.warn(
        { secret: ref },
        'A sealed secret was changed or sealed with another key; it counts as ended.',
      );
      return undefined;
    }
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
    const sealed: Sealed = { label, ...sealText(key, value, [ref, label]) };
    const text = JSON.stringify(sealed);
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
