import { UnavailableError } from '../errors';
import { digestOf } from '../health/digest';
import type { DigestDue } from '../ports/health';
import type { Scope } from '../health/scope';
import type { Message } from '../message';
import { nextTime } from '../world/schedule';
import { mailboxOf, scopeOf } from '../workflow/audience';
import type { Records } from '../workflow/parts';

/** So far back a digest looks for changes that ended. */
const recentOnes = 100;

/** What posts the channels' digests. One whose time or text cannot be made costs its channel alone, and one log line. */
export interface Digests {
  /**
   * Say when each channel's digest comes next. Done at start, because who starts last has the newest configuration; later
   * only to mend what a clock that jumped ahead and back left behind.
   */
  schedule(how: 'set' | 'mend'): Promise<void>;
  /**
   * Post the digests that are due on the bot's own clock. Any number of processes may do this: each digest is posted by
   * one of them. After a pause there is one, however many were missed.
   */
  postDue(): Promise<void>;
}

/** Digests by the configuration, which does not change while the bot runs. */
export function createDigests(parts: Records): Digests {
  const troubled = new Set<string>();
  const complain = (channel: string, error: unknown) => {
    // Without Redis there is none for anybody.
    if (error instanceof UnavailableError) throw error;
    if (troubled.has(channel)) return;
    troubled.add(channel);
    parts.log.error({ err: error, channel }, 'the digest of this channel fails; the others come');
  };
  return {
    async schedule(how) {
      const now = parts.clock.now();
      const planned = parts.channels.digests().flatMap(({ channel, schedule }) => {
        try {
          const rule = `${schedule.at} ${schedule.timeZone}`;
          return [{ channel, rule, next: nextTime(schedule, now) }];
        } catch (error) {
          complain(channel, error);
          return [];
        }
      });
      await parts.health.schedule(planned, how);
    },
    async postDue() {
      const now = parts.clock.now();
      for (const due of await parts.health.digestsDue(now)) {
        try {
          await postDigest(parts, due, now);
          troubled.delete(due.channel);
        } catch (error) {
          complain(due.channel, error);
        }
      }
    },
  };
}

async function postDigest(parts: Records, due: DigestDue, now: number): Promise<void> {
  const { channel, at, last } = due;
  const schedule = parts.channels.digests().find((one) => one.channel === channel)?.schedule;
  const scope = scopeOf(parts, channel);
  if (schedule === undefined || scope === undefined) return;
  const message = await makeDigest(parts, scope, last);
  const next = nextTime(schedule, now);
  const posting = {
    id: `digest/${channel}/${at}`,
    at: now,
    message,
    to: mailboxOf(parts, channel),
  };
  if (await parts.health.postDigest(due, { now, next }, posting)) {
    parts.log.info({ channel, at, next }, 'digest posted');
  }
}

/** The digest as it would be now. */
export async function makeDigest(
  parts: Records,
  scope: Scope,
  last: number | undefined,
): Promise<Message> {
  const { inventory, health } = parts;
  const names =
    scope.tenant === undefined
      ? Object.keys(inventory.gateways)
      : [inventory.tenants[scope.tenant]?.gateway ?? ''];
  const gateways = await Promise.all(
    names.map(async (name) => {
      const [{ state }, episodes] = await Promise.all([
        health.watched(name),
        health.episodes(name),
      ]);
      return { name, state, episodes, isStale: isStale(parts, state?.probedAt) };
    }),
  );
  const [open, recent] = await Promise.all([parts.store.open(), parts.store.recent(recentOnes)]);
  const all = new Map([...recent, ...open].map((request) => [request.id, request]));
  const requests = [...all.values()].filter(
    ({ tenant }) => scope.tenant === undefined || tenant === scope.tenant,
  );
  return digestOf({ gateways, requests, scope, last, now: parts.clock.now() });
}

function isStale({ settings, clock }: Records, probedAt: number | undefined): boolean {
  return probedAt !== undefined && clock.wall() - probedAt > settings.watch.staleAfterMs;
}
