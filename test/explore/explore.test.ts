import { emptyTally, exploreAtRandom, exploreSingles } from './explore';
import { explain, table } from './report';
import { scenarios } from './scenario';

/** Whatever the machine is at, so many runs are made; more as long as there is time. */
const leastRuns = 400;
const budgetMs = 45_000;

/** Seeds in blocks, until enough runs are made and the time is over. */
function* seedsFrom(seed: number, isOver: (made: number) => boolean): Generator<number> {
  for (let made = 0; !isOver(made); made += 1) yield seed + made;
}

describe('the line under crashes', () => {
  it('holds every invariant, whatever happens at any call of a port', async () => {
    const tally = emptyTally();
    const begun = performance.now();
    const isOver = (made: number) => made >= leastRuns && performance.now() - begun > budgetMs / 2;
    await exploreAtRandom(tally, seedsFrom(1, isOver));
    const seed = Math.floor(Date.now() / 1_000) % 1_000_000_000;
    await exploreAtRandom(
      tally,
      seedsFrom(seed, () => performance.now() - begun > budgetMs),
    );
    const failures = Object.values(tally.failures);
    const told = await Promise.all(failures.map(({ least }) => explain(least)));
    // With the seed, because it is another one in every run.
    process.stdout.write(`\nSeed ${seed}\n${[...told, table(tally)].join('\n\n')}\n`);
    expect(failures.map(({ least }) => least.breach)).toEqual([]);
    expect(tally.runs).toBeGreaterThanOrEqual(leastRuns);
  }, 240_000);

  it('holds them with each fault at each step, and at each taking of the machine', async () => {
    const tally = emptyTally();
    for (const at of ['shells.run change', 'intents.', 'shells.ready']) {
      await exploreSingles(tally, scenarios[2] as (typeof scenarios)[number], {
        of: 1,
        mine: 0,
        at,
      });
    }
    const told = await Promise.all(
      Object.values(tally.failures).map(({ least }) => explain(least)),
    );
    expect(told).toEqual([]);
    expect(tally.runs).toBeGreaterThan(100);
  }, 120_000);
});
