import { unwatchedNotice, watchedAgainNotice } from '../health/unwatched-notice';
import type { Posting } from '../ports/health';
import type { Message } from '../message';
import { mailboxOf, scopeOf } from '../workflow/audience';
import type { Records } from '../workflow/parts';

/**
 * Tell of gateways that no worker reads, and of the end of that: a worker that is gone can't say so itself. Any number
 * of processes may do this, each outage of watching is told by one of them.
 * @returns looks once; to be called again and again
 */
export function createUnwatched(parts: Records): () => Promise<void> {
  const { health, settings, inventory, log } = parts;
  const { staleAfterMs, probeEveryMs, probeTimeoutMs } = settings.watch;
  // After a pause of this machine or of Redis everything is old; a worker needs a moment to read it again.
  const graceMs = probeEveryMs + probeTimeoutMs;
  const startedAt = parts.clock.wall();
  const staleSince = new Map<string, number>();

  return async () => {
    const noted = await health.unwatched();
    for (const gateway of Object.keys(inventory.gateways)) {
      const { state } = await health.watched(gateway);
      const before = noted[gateway];
      const isStale = parts.clock.wall() - (state?.probedAt ?? startedAt) > staleAfterMs;
      if (!isStale) staleSince.delete(gateway);
      else if (!staleSince.has(gateway)) staleSince.set(gateway, performance.now());
      const now = parts.clock.now();
      if (!isStale && state !== undefined && before !== undefined) {
        const message = watchedAgainNotice(gateway, { since: before, now });
        const postings = postingsOf(parts, gateway, message, `watched/${gateway}/${before}`);
        if (await health.noteUnwatched(gateway, undefined, postings)) {
          log.info({ gateway }, 'watched again');
        }
      }
      const lasted = performance.now() - (staleSince.get(gateway) ?? Number.POSITIVE_INFINITY);
      if (isStale && before === undefined && lasted >= graceMs) {
        const since = state?.at;
        const message = unwatchedNotice(gateway, { since, now });
        const postings = postingsOf(parts, gateway, message, `unwatched/${gateway}/${now}`);
        if (await health.noteUnwatched(gateway, since ?? now, postings)) {
          log.warn({ gateway, since }, 'no worker watches this gateway');
        }
      }
    }
  };
}

/** Into every channel that wants to know of what is on that gateway. */
function postingsOf(parts: Records, gateway: string, message: Message, id: string): Posting[] {
  const at = parts.clock.now();
  return parts.channels.watching().flatMap((channel): Posting[] => {
    const scope = scopeOf(parts, channel);
    if (scope === undefined) return [];
    const { tenant } = scope;
    if (tenant !== undefined && parts.inventory.tenants[tenant]?.gateway !== gateway) return [];
    return [{ id: `${id}/${channel}`, at, message, to: mailboxOf(parts, channel) }];
  });
}
