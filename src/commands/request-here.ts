import type { Heard } from './heard';

/** Of the ended ones so many are looked at besides all open ones. */
const endedLookedAt = 50;

/** The request that is meant without its number: its card was quoted, or this is its card's thread. */
export async function requestHere({ parts, where, quotes }: Heard): Promise<string | undefined> {
  const meant = [quotes, where.thread].filter((id) => id !== undefined);
  if (meant.length === 0) return undefined;
  const { store } = parts;
  const requests = [...(await store.open()), ...(await store.recent(endedLookedAt))];
  for (const id of meant) {
    for (const request of requests) {
      const shown = await store.cards(request.id, where.chat);
      if (shown?.card?.id === id && shown.card.channel === where.channel) return request.id;
    }
  }
  return undefined;
}
