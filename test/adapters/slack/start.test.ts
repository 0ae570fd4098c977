import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlackChat } from '../../../src/adapters/slack/chat';
import { UserError } from '../../../src/errors';
import { begun, eventually, listen } from '../chat-contract-parts';
import { collectingLog, slackHarness } from './slack-harness';
import { memoryForms } from '../../fakes/memory-forms';

const log = collectingLog([]);

describe('the Slack adapter at its start', () => {
  test.each([
    ['token', { botToken: ' ', signingSecret: 's' }, /token is empty/],
    ['signing secret', { botToken: 'xoxb-1', signingSecret: '' }, /signing secret is empty/],
  ])('is refused without a %s', (_what, options, sentence) => {
    expect(() => createSlackChat({ ...options, forms: memoryForms(), log })).toThrow(UserError);
    expect(() => createSlackChat({ ...options, forms: memoryForms(), log })).toThrow(sentence);
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
    await begun();
    expect(heard).toHaveLength(1);
    await harness.close();
  });

  test('stops asking when it is stopped, though Slack never answered', async () => {
    let calls = 0;
    const broken = createServer((_request, response) => {
      calls += 1;
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => {
      broken.listen(0, '127.0.0.1', resolve);
    });
    const apiUrl = `http://127.0.0.1:${(broken.address() as AddressInfo).port}/api/`;
    const { chat } = createSlackChat({
      botToken: 'xoxb-1',
      signingSecret: 's1',
      apiUrl,
      forms: memoryForms(),
      log,
    });
    await chat.start(async () => undefined);
    await chat.stop();
    const before = calls;
    expect(before).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(calls - before).toBeLessThanOrEqual(1);
    broken.closeAllConnections();
    await new Promise((resolve) => broken.close(resolve));
  });
});
