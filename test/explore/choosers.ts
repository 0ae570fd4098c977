import type { Deviation } from './fault';
import { faultsAt } from './possible-faults';
import { createRandomNumbers } from './random-numbers';
import type { Chooser } from './run-once';

/** Nothing goes wrong. */
export const quietly: Chooser = { choose: () => undefined };

/** Exactly these faults, at the calls of these names. */
export function follow(schedule: readonly Deviation[]): Chooser {
  const faults = new Map(schedule.map(({ at, fault }) => [at, fault]));
  return { choose: ({ name }) => faults.get(name) };
}

const most = 5;

/**
 * A few faults anywhere. What a quiet run never calls comes of a fault that there was already, and is where a second one
 * hurts: it is hit far more often.
 * @param usual the kinds of calls of a quiet run, and how many calls it has
 */
export function atRandom(
  seed: number,
  usual: { kinds: ReadonlySet<string>; calls: number },
): Chooser {
  const random = createRandomNumbers(seed);
  const wanted = 1 + Math.floor(random.next() * 3);
  const rarely = wanted / usual.calls;
  let faults = 0;
  return {
    choose({ kind }) {
      const chance = usual.kinds.has(kind) ? rarely : 0.1;
      if (faults >= most || random.next() >= chance) return undefined;
      faults += 1;
      return random.pick(faultsAt(kind));
    },
  };
}
