import { createSlackChat } from '../../../src/adapters/slack/chat';
import { UserError } from '../../../src/errors';
import { eventually, listen } from '../chat-contract-parts';
import { collectingLog, slackHarness } from './slack-harness';

const log = collectingLog([]);

describe('the Slack adapter at its start', () => {
  test.each([
    ['token', { botToken: ' ', signingSecret: 's' }, /token is empty/],
    ['signing secret', { botToken: 'xoxb-1', signingSecret: '' }, /signing secret is empty/],
  ])('is refused without a %s', (_what, options, sentence) => {
    expect(() => createSlackChat({ ...options, log })).toThrow(UserError);
    expect(() => createSlackChat({ ...options, log })).toThrow(sentence);
  });

  test('says in one sentence that the token is wrong', async () => {
    const harness = await slackHarness({}, { botToken: 'xoxb-wrong' });
    const start = harness.chat.start(async () => undefined);
    await expect(start).rejects.toThrow(UserError);
    await expect(start).rejects.toThrow(/Slack refuses the bot token \(invalid_auth\)/);
    await harness.close();
  });

  test('says so when the token is of another workspace than the settings', async () => {
    const harness = await slackHarness({}, { teamId: 'T0OTHER' });
    await expect(harness.chat.start(async () => undefined)).rejects.toThrow(/T0LOOPBACK.*T0OTHER/);
    await harness.close();
  });

  test('does not wait for a Slack that is away, and knows itself once it is back', async () => {
    const harness = await slackHarness();
    harness.slack.trouble.goAway(4500);
    const heard = await listen(harness);
    await eventually(
      () => harness.logged.join(),
      (lines) => lines.includes('Slack answers now'),
    );
    await harness.command(harness.alice, 'help');
    expect(heard).toHaveLength(1);
    await harness.close();
  });
});
