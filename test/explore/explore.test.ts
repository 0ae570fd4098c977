import { randomInt } from 'node:crypto';
import { emptyTally, exploreAtRandom, exploreSingles } from './explore';
import { explain, table } from './report';
import { scenarios } from './scenario';

/** Half of them the same each time, half never seen before. `.ci/run` makes thousands more, by `npm run explore`. */
const runs = 200;

function* seeds(): Generator<number> {
  const fresh = randomInt(2 ** 31);
  for (let made = 0; made < runs / 2; made += 1) {
    yield 1 + made;
    yield fresh + made;
  }
}

describe('the line under crashes', () => {
  it('holds every invariant, whatever happens at any call of a port', async () => {
    const tally = emptyTally();
    await exploreAtRandom(tally, seeds());
    const failures = Object.values(tally.failures);
    const told = await Promise.all(failures.map(({ least }) => explain(least)));
    process.stdout.write(`\n${[...told, table(tally)].join('\n\n')}\n`);
    expect(failures.map(({ least }) => least.breach)).toEqual([]);
    expect(tally.runs).toBe(runs);
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
