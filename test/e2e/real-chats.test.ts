import { conversationFiles, conversationMs, type Playing, playFiles } from './play-file';

/*
 * The same conversations through the adapters that meet the real Slack and Teams, over loopback servers. The contract of
 * the chats shows message by message what the platforms do; here is what only whole stories show: votes of one request in
 * both chats, forms and private answers.
 */

const files = ['asked-in-slack-voted-in-teams.mtgw', 'forms-and-places.mtgw'];

describe('the conversations through the adapters of the real chats', () => {
  let playing: Playing;
  beforeAll(() => {
    playing = playFiles(files, 'real');
  });
  afterAll(() => playing.stop());

  it('are all in the docs', () => {
    expect(files.filter((file) => !conversationFiles.includes(file))).toEqual([]);
  });
  it.each(files)('%s holds', (file) => playing.of(file), conversationMs);
});
