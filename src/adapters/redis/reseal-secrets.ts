import type { Redis } from 'ioredis';
import type { Keys } from './keys';
import { reach } from './reach';
import { openValue, sealValue } from './sealed-value';

/**
 * Seal every value of the vault under the newest key that is not yet; each keeps its name and its time to live. What
 * none of the keys opens stays as it is, and ends in its time.
 * @returns how many were sealed anew
 */
export async function resealSecrets(
  redis: Redis,
  keys: Keys,
  [now, ...before]: readonly [Buffer, ...Buffer[]],
): Promise<number> {
  const pattern = keys.secret('*').replace(/[[\]?\\]/g, '\\$&');
  const prefix = keys.secret('');
  let count = 0;
  for (let cursor = '0'; ; ) {
    const [next, names] = await reach(redis, () =>
      redis.scan(cursor, 'MATCH', pattern, 'COUNT', 500),
    );
    for (const name of names) {
      const stored = await reach(redis, () => redis.get(name));
      const text =
        stored === null ? undefined : sealedAnew(stored, name.slice(prefix.length), now, before);
      if (text === undefined) continue;
      await reach(redis, () => redis.set(name, text, 'KEEPTTL', 'XX'));
      count += 1;
    }
    cursor = next;
    if (cursor === '0') return count;
  }
}

/** Undefined when it is under the newest key already, or under none of them. */
function sealedAnew(
  stored: string,
  ref: string,
  now: Buffer,
  before: readonly Buffer[],
): string | undefined {
  if (openValue(now, ref, stored) !== undefined) return undefined;
  for (const key of before) {
    const opened = openValue(key, ref, stored);
    if (opened !== undefined) return sealValue(now, ref, opened.label, opened.value);
  }
  return undefined;
}
