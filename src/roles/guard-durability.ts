import type { connect } from '../adapters/redis/connect';
import { findDurabilityGaps } from '../adapters/redis/durability';
import type { Log } from '../ports/log';
import { repeat } from './repeat';
import type { Role } from './role';

/** A setting that somebody changes on the running server is noticed within so long, in milliseconds. */
const againMs = 30_000;

/** And what was wrong and is mended, as when a failover is over. */
const mendedMs = 2_000;

/** What tells a role whether its Redis may lose what it was given, a sentence each. */
export interface DurabilityGuard extends Role {
  /** As of the last look, which is at most half a minute old. */
  unsafe(): readonly string[];
  /** Looks now: for what must not begin on a Redis that stopped being safe a moment ago. */
  unsafeNow(): Promise<readonly string[]>;
}

/** Look at once, and again and again. @throws UnavailableError when Redis does not answer the first time */
export async function guardDurability(
  redis: ReturnType<typeof connect>,
  log: Log,
): Promise<DurabilityGuard> {
  let gaps: readonly string[] = [];
  let lookedAt = 0;
  const look = async () => {
    lookedAt = performance.now();
    gaps = await findDurabilityGaps(redis);
    return gaps;
  };
  await look();
  const again = async () => {
    if (gaps.length > 0 || performance.now() - lookedAt >= againMs) await look();
  };
  const looking = repeat(mendedMs, again, log);
  return { unsafe: () => gaps, unsafeNow: look, stop: () => looking.stop() };
}
