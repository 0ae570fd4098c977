import type { Breach, Invariant } from './breach';
import { atRandom, follow, quietly } from './choosers';
import type { Deviation } from './fault';
import { faultsAt, sortOf } from './possible-faults';
import { type Outcome, runOnce } from './run-once';
import { type Scenario, scenarios } from './scenario';

/** One run that broke something. */
export interface Failure {
  scenario: string;
  /** Of a random run: with it alone the run happens again. */
  seed: number | undefined;
  breach: Breach;
  schedule: Deviation[];
}

/** What was tried, and what came of it. Plain data, so that several processes can share the work. */
export interface Tally {
  runs: number;
  calls: number;
  /** How often each fault was tried at each port's method: `intents.open kill`. */
  tried: Record<string, number>;
  /** Of each invariant the failure with the fewest faults, and how many there were. */
  failures: Partial<Record<Invariant, { count: number; least: Failure }>>;
}

export function emptyTally(): Tally {
  return { runs: 0, calls: 0, tried: {}, failures: {} };
}

/** What a quiet run of a scenario calls. */
async function usualOf(
  scenario: Scenario,
): Promise<{ kinds: Set<string>; calls: number; names: string[] }> {
  const { calls, breaches } = await runOnce(scenario, quietly);
  const [breach] = breaches;
  if (breach)
    throw new Error(`A quiet run of ${scenario.name} breaks: ${breach.invariant}: ${breach.seen}`);
  return { kinds: new Set(calls.map(kindOf)), calls: calls.length, names: calls };
}

/** `worker-1 intents.open CR-1001/0 #1` without the process and the count. */
export function kindOf(name: string): string {
  return name.replace(/^\S+ /, '').replace(/ #\d+$/, '');
}

/** Random runs, one for each seed; each seed has its scenario. */
export async function exploreAtRandom(
  tally: Tally,
  seeds: Iterable<number>,
  among: readonly Scenario[] = scenarios,
): Promise<void> {
  const usual = new Map<Scenario, Awaited<ReturnType<typeof usualOf>>>();
  for (const seed of seeds) {
    const scenario = among[seed % among.length] as Scenario;
    const known = usual.get(scenario) ?? (await usualOf(scenario));
    usual.set(scenario, known);
    count(tally, scenario, seed, await runOnce(scenario, atRandom(seed, known)));
  }
}

/** Every fault at every call of a quiet run, one at a time. Yields what the next round can go on from. */
export async function exploreSingles(
  tally: Tally,
  scenario: Scenario,
  share: Share,
): Promise<void> {
  const { names } = await usualOf(scenario);
  for (const schedule of singlesOf(names, share)) {
    count(tally, scenario, undefined, await runOnce(scenario, follow(schedule)));
  }
}

/** Each of several processes takes every n-th. */
export interface Share {
  of: number;
  mine: number;
  /** Only at calls whose name contains this. */
  at?: string | undefined;
}

function* singlesOf(
  names: readonly string[],
  { of, mine, at: only = '' }: Share,
): Generator<Deviation[]> {
  let at = 0;
  for (const name of names.filter((one) => one.includes(only))) {
    for (const fault of faultsAt(kindOf(name))) {
      if (at++ % of === mine) yield [{ at: name, fault }];
    }
  }
}

/** Every fault at a call that only a first fault brings about: what recovers must bear a second one. */
export async function explorePairs(tally: Tally, scenario: Scenario, share: Share): Promise<void> {
  const usual = await usualOf(scenario);
  for (const schedule of singlesOf(usual.names, share)) {
    const first = await runOnce(scenario, follow(schedule));
    count(tally, scenario, undefined, first);
    const news = new Map<string, string>();
    for (const name of first.calls) {
      const kind = kindOf(name);
      if (!usual.kinds.has(kind) && !news.has(kind)) news.set(kind, name);
    }
    for (const name of news.values()) {
      for (const fault of faultsAt(kindOf(name))) {
        const pair = [...schedule, { at: name, fault }];
        count(tally, scenario, undefined, await runOnce(scenario, follow(pair)));
      }
    }
  }
}

function count(tally: Tally, scenario: Scenario, seed: number | undefined, outcome: Outcome): void {
  tally.runs += 1;
  tally.calls += outcome.calls.length;
  for (const { at, fault } of outcome.schedule) {
    const method = kindOf(at).split(' ')[0] ?? '';
    const key = `${method} ${sortOf(fault)}`;
    tally.tried[key] = (tally.tried[key] ?? 0) + 1;
  }
  for (const breach of outcome.breaches) {
    add(tally, breach.invariant, {
      count: 1,
      least: { scenario: scenario.name, seed, breach, schedule: outcome.schedule },
    });
  }
}

function add(
  tally: Tally,
  invariant: Invariant,
  { count, least }: { count: number; least: Failure },
): void {
  const known = tally.failures[invariant];
  tally.failures[invariant] = {
    count: count + (known?.count ?? 0),
    least: known && known.least.schedule.length <= least.schedule.length ? known.least : least,
  };
}

/** Put the work of another process to this one's. */
export function merge(tally: Tally, other: Tally): void {
  tally.runs += other.runs;
  tally.calls += other.calls;
  for (const [key, times] of Object.entries(other.tried)) {
    tally.tried[key] = (tally.tried[key] ?? 0) + times;
  }
  for (const [invariant, failures] of Object.entries(other.failures)) {
    add(tally, invariant as Invariant, failures);
  }
}
