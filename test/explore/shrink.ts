import type { Invariant } from './breach';
import { follow } from './choosers';
import type { Deviation } from './fault';
import { type Outcome, runOnce } from './run-once';
import type { Scenario } from './scenario';

/** A run that breaks an invariant, as small as it could be made. */
export interface Shrunk {
  scenario: Scenario;
  schedule: Deviation[];
  outcome: Outcome;
}

/**
 * Leave out faults, and then whole requests, as long as the same invariant breaks.
 * @returns undefined when the schedule does not break it at all
 */
export async function shrink(
  scenario: Scenario,
  schedule: readonly Deviation[],
  invariant: Invariant,
  run: typeof runOnce = runOnce,
): Promise<Shrunk | undefined> {
  const attempt = async (tried: Scenario, faults: readonly Deviation[]) => {
    const outcome = await run(tried, follow(faults));
    return outcome.breaches.some((breach) => breach.invariant === invariant) ? outcome : undefined;
  };
  if (!(await attempt(scenario, schedule))) return undefined;
  let [smallest, least] = [scenario, [...schedule]];
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const [index] of [...least.entries()].reverse()) {
      const fewer = least.filter((_, at) => at !== index);
      if (!(await attempt(smallest, fewer))) continue;
      least = fewer;
      isSmaller = true;
    }
    for (const index of smallest.wishes.length > 1 ? smallest.wishes.keys() : []) {
      const wishes = smallest.wishes.filter((_, at) => at !== index);
      const fewer = { ...smallest, wishes };
      if (!(await attempt(fewer, least))) continue;
      smallest = fewer;
      isSmaller = true;
      break;
    }
  }
  const outcome = await run(smallest, follow(least), { telling: true });
  return { scenario: smallest, schedule: outcome.schedule, outcome };
}
