import type { Vault } from '../../src/ports/vault';

/** The vault of one installation, without the sealing: nothing of it leaves the process. */
export function memoryVault(wall: () => number): Vault {
  const kept = new Map<string, { value: string; ends: number }>();
  let made = 0;

  const valueOf = (ref: string) => {
    const found = kept.get(ref);
    return found !== undefined && wall() < found.ends ? found.value : undefined;
  };

  const seal: Vault['seal'] = async (value, label, ttlMs, origin = 'given') => {
    if (!(ttlMs >= 1)) {
      throw new Error(`A secret (${label}) needs a time to live, in milliseconds.`);
    }
    const secret = `secret-${++made}`;
    kept.set(secret, { value, ends: wall() + ttlMs });
    return { secret, origin };
  };

  return {
    seal,
    has: async ({ secret }) => valueOf(secret) !== undefined,
    async reseal({ secret }, label, ttlMs) {
      const value = valueOf(secret);
      return value === undefined ? undefined : seal(value, label, ttlMs, 'kept');
    },
    open: async ({ secret }) => valueOf(secret),
    drop: async ({ secret }) => void kept.delete(secret),
  };
}
