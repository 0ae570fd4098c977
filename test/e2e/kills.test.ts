import { killAgainAndAgain, rounds, roundsMs } from './kill-rounds';
import { openWorld, type World } from './world';

let world: World | undefined;
afterEach(() => world?.close());

const times = rounds(2);

it(
  `${times} kills of a worker: nothing lost, nothing twice, every end state true`,
  async () => {
    world = await openWorld();
    const ends = await killAgainAndAgain(world, times);
    process.stdout.write(`kills: ${JSON.stringify(ends)}\n`);
  },
  roundsMs(times),
);
