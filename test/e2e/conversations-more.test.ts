import { conversationFiles, conversationMs, type Playing, playFiles } from './play-file';

/* The other half of what conversations.test.ts begins. */

describe('the other conversations in docs/conversations', () => {
  const files = conversationFiles.filter((_, index) => index % 2 === 1);
  let playing: Playing;
  beforeAll(() => {
    playing = playFiles(files, 'page');
  });
  afterAll(() => playing.stop());

  it.each(files)('%s holds', (file) => playing.of(file), conversationMs);
});
