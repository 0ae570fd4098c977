import { conversationFiles, conversationMs, playFile } from './play-file';

/*
 * The same conversations through the adapters that meet the real Slack and Teams, over loopback servers: those in
 * which people, forms, private answers, outages or the bot's own posts meet what the platforms do differently.
 */

const files = [
  'asked-in-slack-voted-in-teams.mtgw',
  'bgp-peer-added.mtgw',
  'digest-after-a-bad-night.mtgw',
  'first-change.mtgw',
  'forms-and-places.mtgw',
  'key-kept-out-of-chat.mtgw',
  'redis-and-gateway-gone.mtgw',
  'tunnel-drops-and-its-peer.mtgw',
];

describe('the conversations through the adapters of the real chats', () => {
  it('are all in the docs', () => {
    expect(files.filter((file) => !conversationFiles.includes(file))).toEqual([]);
  });
  it.each(files)('%s holds', (file) => playFile(file, 'real'), conversationMs);
});
