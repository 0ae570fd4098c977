import { killAgainAndAgain, rounds, roundsMs } from './kill-rounds';
import { conversationMs, type Playing, playFiles } from './play-file';
import { openWorld, type World } from './world';

/*
 * The gateway is reached as a real one is: over SSH, through a restricted endpoint. The conversations are the same, because to
 * the people nothing is different. All of it is in one file: two such sandboxes at once are too much for a small machine.
 */

const stories: [file: string, story: string][] = [
  ['first-change.mtgw', 'a change is asked for, voted, verified and kept'],
  ['nobody-keeps-it.mtgw', 'the confirm timer undoes what nobody keeps'],
  ['undo-meets-foreign-change.mtgw', 'an undo does not touch what somebody else changed'],
  ['stale-plan.mtgw', 'a plan that moved since the vote is not run'],
  ['behind-ssh.mtgw', 'the session is lost in a cmdlet, and another one passes its deadline'],
];

describe('on a gateway behind SSH', () => {
  let playing: Playing;
  let world: World | undefined;
  beforeAll(() => {
    const files = stories.map(([file]) => file);
    playing = playFiles(files, 'page', 'gw1');
  });
  afterAll(async () => {
    playing.stop();
    await world?.close();
  });

  it.each(stories)('%s holds: %s', (file) => playing.of(file), conversationMs);

  // To kill and come back takes longest behind a session, and the same is done without one in kills.test.ts.
  const times = rounds(1);
  it(
    `kills of a worker, ${times} times: nothing lost, nothing twice, every end state true`,
    async () => {
      world = await openWorld(['gw1']);
      const ends = await killAgainAndAgain(world, times);
      process.stdout.write(`kills behind SSH: ${JSON.stringify(ends)}\n`);
    },
    roundsMs(times),
  );
});
