import { killAgainAndAgain, rounds, roundsMs } from './kill-rounds';
import { openWorld, type World } from './world';

let world: World | undefined;
afterEach(() => world?.close());

it(
  `${rounds} kills of a worker: nothing lost, nothing twice, every end state true`,
  async () => {
    world = await openWorld();
    const ends = await killAgainAndAgain(world);
    process.stdout.write(`kills: ${JSON.stringify(ends)}\n`);
  },
  roundsMs,
);
