import { conversationMs, type Playing, playFiles } from './play-file';

/*
 * Conversations in which the gateway is reached as a real one is: over SSH, through a restricted endpoint. The files are the
 * same, because to the people nothing is different.
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
  beforeAll(() => {
    const files = stories.map(([file]) => file);
    playing = playFiles(files, 'page', 'gw1');
  });
  afterAll(() => playing.stop());

  it.each(stories)('%s holds: %s', (file) => playing.of(file), conversationMs);
});
