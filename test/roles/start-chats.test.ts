import { setTimeout as delay } from 'node:timers/promises';
import { createSlackChat } from '../../src/adapters/slack/chat';
import type { Log } from '../../src/ports/log';
import { startChats } from '../../src/roles/start-chats';
import { createSentLog } from '../../src/sandbox/loopback/sent-log';
import { type LoopbackSlack, startLoopbackSlack } from '../../src/sandbox/loopback/slack/slack';
import { accountOf, webHarness } from '../adapters/web/web-harness';
import { memoryForms } from '../fakes/memory-forms';

/* A Slack that refuses the bot's token, and the sandbox's Teams beside it. */

let slack: LoopbackSlack;
let said: string[];
const log: Log = {
  info: () => {},
  warn: () => {},
  error: (_fields, message) => void said.push(message),
};

beforeEach(async () => {
  said = [];
  slack = await startLoopbackSlack({
    members: [],
    channels: [],
    sent: createSentLog(),
    eventsUrl: () => undefined,
    signingSecret: 'signing-secret-of-a-test',
    botToken: 'xoxb-right',
  });
});
afterEach(() => slack.close());

function refusedSlack() {
  const { chat } = createSlackChat({
    botToken: 'xoxb-revoked',
    signingSecret: 'signing-secret-of-a-test',
    apiUrl: slack.url,
    forms: memoryForms(),
    log,
  });
  return chat;
}

it('a chat that refuses the bot does not take the other one along, and the log says why', async () => {
  const harness = await webHarness('teams');
  const heard: string[] = [];
  const role = await startChats(
    [refusedSlack(), harness.chat],
    async (event) => void heard.push(event.kind),
    log,
  );
  await harness.command(accountOf('alice', 'teams'), 'help');
  const end = Date.now() + 5_000;
  while ((heard.length === 0 || said.length === 0) && Date.now() < end) await delay(20);
  expect(heard).toEqual(['command']);
  expect(said[0]).toMatch(/slack is not heard: Slack refuses the bot token/);
  expect(said.join()).not.toContain('xoxb-revoked');
  await role.stop();
  await harness.close();
});

it('when no chat can be heard, the start ends with what the first one said', async () => {
  await expect(startChats([refusedSlack()], async () => {}, log)).rejects.toThrow(
    /Slack refuses the bot token/,
  );
});
