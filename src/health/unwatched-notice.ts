import type { Message } from '../message';
import { clockTime, duration } from '../messages/words';

/** Nobody reads that gateway: what people are told when it begins, so that they do not take silence for good news. */
export function unwatchedNotice(
  gateway: string,
  { since, now }: { since: number | undefined; now: number },
): Message {
  const last =
    since === undefined
      ? `No worker has read ${gateway} yet`
      : `No worker has read ${gateway} since ${clockTime(since, now)}, for ${duration(now - since)}`;
  return {
    summary: `${gateway} is not watched`,
    title: [{ bold: gateway }, ' is not watched'],
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: `${last}: what falls there is told to nobody. Is a worker that serves it running?`,
      },
    ],
  };
}

/** @param since when it was last read before, or found unread */
export function watchedAgainNotice(
  gateway: string,
  { since, now }: { since: number; now: number },
): Message {
  return {
    summary: `${gateway} is watched again`,
    title: [{ bold: gateway }, ' is watched again'],
    tone: 'good',
    blocks: [
      {
        kind: 'text',
        text: `It was not read for ${duration(now - since)}. What fell meanwhile and is down still is told now.`,
      },
    ],
  };
}
