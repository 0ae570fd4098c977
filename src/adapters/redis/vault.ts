import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { SecretOrigin, SecretRef } from '../../../approvals/plan';
import type { Log, Vault } from '../../ports';
import type { Keys } from './keys';
import { reach } from './reach';

interface Sealed {
  label: string;
  nonce: string;
  tag: string;
  data: string;
}

/**
 * AES-256-GCM with a fresh nonce. The label and the reference are authenticated too, so that a sealed value
 * cannot be put under another name. It ends by Redis's clock, not by the bot's.
 */
export function createVault(redis: Redis, keys: Keys, key: Buffer, log: Log): Vault {
  if (key.length !== 32) throw new Error('The vault key must have 32 bytes.');

  function unseal(ref: string, stored: string): string {
    const sealed = JSON.parse(stored) as Sealed;
    const tag = Buffer.from(sealed.tag, 'base64');
    if (tag.length !== 16) throw new Error('wrong tag length');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64'));
    decipher.setAAD(Buffer.from(JSON.stringify([ref, sealed.label])));
    decipher.setAuthTag(tag);
    const opened = Buffer.concat([decipher.update(sealed.data, 'base64'), decipher.final()]);
    return opened.toString('utf8');
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
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(JSON.stringify([ref, label])));
    const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]).toString('base64');
    const sealed: Sealed = {
      label,
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data,
    };
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

    take: async ({ secret }) =>
      openStored(secret, await reach(redis, () => redis.getdel(keys.secret(secret)))),

    async drop({ secret }) {
      await reach(redis, () => redis.del(keys.secret(secret)));
    },
  };
}
