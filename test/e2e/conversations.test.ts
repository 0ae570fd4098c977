import { conversationFiles, conversationMs, playFile } from './play-file';

/*
 * Every conversation in the docs is played, on real parts, as a reader would play it: every other one here, the rest in
 * conversations-more.test.ts, so that two workers share them.
 */

describe('the conversations in docs/conversations', () => {
  it('are there', () => {
    expect(conversationFiles.length).toBeGreaterThanOrEqual(9);
  });
  const files = conversationFiles.filter((_, index) => index % 2 === 0);
  it.each(files)('%s holds', (file) => playFile(file, 'page'), conversationMs);
});
