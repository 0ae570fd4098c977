import { conversationMs, playFile } from './play-file';

/*
 * Conversations in which the gateway is reached as a real one is: over SSH, through a restricted endpoint. The files are the
 * same, because to the people nothing is different.
 */

describe('on a gateway behind SSH', () => {
  it.each([
    ['first-change.mtgw', 'a change is asked for, voted, verified and kept'],
    ['nobody-keeps-it.mtgw', 'the confirm timer undoes what nobody keeps'],
    ['undo-meets-foreign-change.mtgw', 'an undo does not touch what somebody else changed'],
    ['worker-killed.mtgw', 'the worker is killed in the middle of the cmdlet'],
    ['behind-ssh.mtgw', 'the session is lost in a cmdlet, and another one passes its deadline'],
  ])('%s holds: %s', (file) => playFile(file, 'page', 'gw1'), conversationMs);
});
