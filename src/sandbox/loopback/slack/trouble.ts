/** What can go wrong on the way to Slack, on demand. */
export interface Trouble {
  limitNextCall(seconds: number): void;
  loseNextReply(): void;
  goAway(ms: number): void;
  isAway(): boolean;
  takeLimit(): number | undefined;
  takeLostReply(): boolean;
}

/** Nothing goes wrong until it is asked for. Each limit and each lost reply is for one call, in the order asked. */
export function createTrouble(): Trouble {
  const limits: number[] = [];
  let lost = 0;
  let awayUntil = 0;
  return {
    limitNextCall: (seconds) => void limits.push(seconds),
    loseNextReply: () => void (lost += 1),
    goAway: (ms) => void (awayUntil = Date.now() + ms),
    isAway: () => Date.now() < awayUntil,
    takeLimit: () => limits.shift(),
    takeLostReply: () => {
      if (lost === 0) return false;
      lost -= 1;
      return true;
    },
  };
}
