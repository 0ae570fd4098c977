import { MessageGoneError } from '../../../src/ports/chat';
import { card, listen, plain } from '../chat-contract-parts';
import { channel, type SlackHarness, slackHarness } from './slack-harness';

describe('what is sent to Slack', () => {
  let harness: SlackHarness;
  beforeEach(async () => {
    harness = await slackHarness();
    await listen(harness);
  });
  afterEach(() => harness.close());

  const here = { chat: 'slack' as const, channel };

  test('a message into a deleted thread, an edit in a deleted channel: MessageGoneError', async () => {
    const root = await harness.chat.post(here, plain('root'), 'k1');
    harness.slack.trouble.deleteMessage(root);
    const reply = harness.chat.post({ ...here, thread: root.id }, plain('reply'), 'k2');
    await expect(reply).rejects.toThrow(MessageGoneError);
    const elsewhere = { chat: 'slack' as const, channel: 'C0GONE' };
    const lost = harness.chat.post(elsewhere, plain('x'), 'k3');
    await expect(lost).rejects.toThrow(/not in this channel.*\/invite/);
    const update = harness.chat.update({ ...elsewhere, id: '1.1' }, plain('x'));
    await expect(update).rejects.toThrow(MessageGoneError);
  });

  test('a whisper into a deleted thread stands in its channel', async () => {
    const root = await harness.chat.post(here, plain('root'), 'k1');
    harness.slack.trouble.deleteMessage(root);
    await harness.chat.whisper(harness.alice, { ...here, thread: root.id }, plain('for you'));
    const [message] = harness.slack.standing();
    expect(message).toMatchObject({ text: 'for you', visibleTo: 'alice', ref: { channel } });
    expect(message).not.toHaveProperty('thread');
  });

  test('a whisper reaches a person who is not in the channel in their direct conversation', async () => {
    harness.slack.leave('alice', '#mtgw');
    await harness.chat.whisper(harness.alice, here, plain('for you'));
    await harness.chat.whisper(harness.bob, { ...here, channel: 'D0BOB' }, plain('for bob'));
    await harness.chat.whisper(
      harness.bob,
      { chat: 'teams', channel: '19:x' },
      plain('from there'),
    );
    expect(harness.slack.standing().map(({ ref, text }) => [ref.channel, text])).toEqual([
      ['D0ALICE', 'for you'],
      ['D0BOB', 'for bob'],
      ['D0BOB', 'from there'],
    ]);
  });

  test('a private message can not be edited, and says so as a message that is gone', async () => {
    await harness.chat.whisper(harness.alice, here, plain('for you'));
    const [message] = harness.slack.standing();
    if (message === undefined) throw new Error('nothing was said');
    await expect(harness.chat.update(message.ref, plain('x'))).rejects.toThrow(MessageGoneError);
  });

  test('the same key gives back the first message', async () => {
    const [one, two] = await Promise.all([
      harness.chat.post(here, plain('once'), 'k1'),
      harness.chat.post(here, plain('once'), 'k1'),
    ]);
    expect(two).toEqual(one);
    expect(harness.slack.standing()).toHaveLength(1);
  });

  test('a message whose reply got lost is there, twice at worst', async () => {
    harness.slack.trouble.loseNextReply();
    const ref = await harness.chat.post(here, plain('once'), 'k1');
    const standing = harness.slack.standing();
    expect(standing.map((message) => message.ref)).toContainEqual(ref);
    expect(standing.length).toBeLessThanOrEqual(2);
  });

  test('a limit on one call does not hold up another one', async () => {
    harness.limitNextCall(3);
    let limited = true;
    const slow = harness.chat.post(here, plain('limited'), 'k1').finally(() => {
      limited = false;
    });
    // The limit is taken by the first call to arrive.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await harness.chat.post(here, plain('free'), 'k2');
    expect(limited).toBe(true);
    await slow;
  });

  test('what Slack refuses rejects with its reason, and is asked once', async () => {
    const nobody = { chat: 'slack' as const, id: 'U0NOBODY' };
    const whisper = harness.chat.whisper(nobody, here, plain('x'));
    await expect(whisper).rejects.toThrow('Slack refused chat.postEphemeral: user_not_found.');
    expect(harness.logged.join()).not.toContain('comes again');
  });

  test('a card that Slack finds too long is sent in its shortest form, with its buttons', async () => {
    const narrow = await slackHarness({ messageCharacters: 400 });
    await listen(narrow);
    const blocks = Array.from({ length: 9 }, (_, n) => ({
      kind: 'text' as const,
      text: `${n} ${'x'.repeat(60)}`,
    }));
    const ref = await narrow.chat.post(here, { ...card, blocks }, 'k1');
    await narrow.chat.update(ref, { ...card, tone: 'good', blocks });
    const [message] = narrow.slack.standing();
    for (const part of ['✅ Add tunnel', card.summary, '8 xxx', 'Shortened', '[Approve] [Deny]']) {
      expect(message?.text).toContain(part);
    }
    await narrow.close();
  });

  test('what was sent is not in the log', async () => {
    harness.limitNextCall(1);
    await harness.chat.post(here, { ...card, summary: 'private words' }, 'k1');
    await harness.chat.whisper(harness.bob, here, plain('private words')).catch(() => undefined);
    const nobody = { chat: 'slack' as const, id: 'U0NOBODY' };
    await harness.chat.whisper(nobody, here, plain('private words')).catch(() => undefined);
    expect(harness.logged.join()).toContain('comes again');
    for (const word of ['private words', 'contoso', 'xoxb']) {
      expect(harness.logged.join()).not.toContain(word);
    }
  });
});
