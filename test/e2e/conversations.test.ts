import { conversationFiles, conversationMs, type Playing, playFiles } from './play-file';

/*
 * Every conversation in the docs is played, on real parts, as a reader would play it: every other one here, the rest in
 * conversations-more.test.ts, so that two workers share them.
 */

describe('the conversations in docs/conversations', () => {
  const files = conversationFiles.filter((_, index) => index % 2 === 0);
  let playing: Playing;
  beforeAll(() => {
    playing = playFiles(files, 'page');
  });
  afterAll(() => playing.stop());

  it('are there', () => {
    expect(conversationFiles.length).toBeGreaterThanOrEqual(9);
  });
  it.each(files)('%s holds', (file) => playing.of(file), conversationMs);
});
