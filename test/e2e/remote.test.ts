import { conversationMs, playFile } from './play-file';

/*
 * Conversations in which the gateway is reached as a real one is: over SSH, through a restricted endpoint. The files are the
 * same, because to the people nothing is different.
 */

describe('on a gateway behind SSH', () => {
  it.each([
    ['first-change.mtgw', 'a change is asked for, voted, verified and kept'],
    ['nobody-keeps-it.mtgw', 'the confirm timer undoes what nobody keeps'],
    ['cmdlet-fails-or-hangs.mtgw', 'a cmdlet fails, and another one hangs until its deadline'],
    ['worker-killed.mtgw', 'the worker is killed in the middle of the cmdlet'],
    ['session-lost.mtgw', 'the session is lost in the middle of the cmdlet'],
  ])('%s holds: %s', (file) => playFile(file, 'page', 'gw1'), conversationMs);
});
