import { conversationFiles, conversationMs, playFile } from './play-file';

/* Every conversation in the docs is played, on real parts, as a reader would play it. */

describe('the conversations in docs/conversations', () => {
  it('are there', () => {
    expect(conversationFiles.length).toBeGreaterThanOrEqual(9);
  });
  it.each(conversationFiles)('%s holds', (file) => playFile(file, 'page'), conversationMs);
});
