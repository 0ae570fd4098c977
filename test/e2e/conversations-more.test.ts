import { conversationFiles, conversationMs, playFile } from './play-file';

/* The other half of what conversations.test.ts begins. */

describe('the other conversations in docs/conversations', () => {
  const files = conversationFiles.filter((_, index) => index % 2 === 1);
  it.each(files)('%s holds', (file) => playFile(file, 'page'), conversationMs);
});
