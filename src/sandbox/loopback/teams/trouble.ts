/** What goes wrong next, as a test or a page asks for. */
export interface Trouble {
  limitNextCall(retryAfterSeconds: number): void;
  loseNextReply(): void;
  goAway(ms: number): void;
  isAway(): boolean;
  takeLimit(): number | undefined;
  takeLoss(): boolean;
}

/** Nothing goes wrong until it is asked for; then one call is limited, or one reply lost, however often it was asked. */
export function createTrouble(): Trouble {
  let limit: number | undefined;
  let lose = false;
  let awayUntil = 0;
  return {
    limitNextCall: (seconds) => void (limit = seconds),
    loseNextReply: () => void (lose = true),
    goAway: (ms) => void (awayUntil = Date.now() + ms),
    isAway: () => Date.now() < awayUntil,
    takeLimit() {
      const taken = limit;
      limit = undefined;
      return taken;
    },
    takeLoss() {
      const taken = lose;
      lose = false;
      return taken;
    },
  };
}

/** Per bot and thread: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const windows = [
  { count: 7, ms: 1000 },
  { count: 8, ms: 2000 },
  { count: 60, ms: 30_000 },
];

/** Counts sends; answers how many whole seconds to wait when there were too many. */
export function createRateLimit() {
  const sends = new Map<string, number[]>();
  return (conversation: string): number | undefined => {
    const now = Date.now();
    const recent = (sends.get(conversation) ?? []).filter((at) => at > now - 30_000);
    for (const { count, ms } of windows) {
      const inside = recent.filter((at) => at > now - ms);
      const oldest = inside[0];
      if (inside.length >= count && oldest !== undefined) {
        return Math.max(Math.ceil((oldest + ms - now) / 1000), 1);
      }
    }
    sends.set(conversation, [...recent, now]);
    return undefined;
  };
}
