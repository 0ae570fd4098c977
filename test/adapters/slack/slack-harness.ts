import { serveHttp } from '../../../src/adapters/http/server';
import { createSlackChat, type SlackChatOptions } from '../../../src/adapters/slack/chat';
import type { Outcome } from '../../../src/adapters/web/acts';
import type { Account } from '../../../src/ports/chat';
import type { Log } from '../../../src/ports/log';
import { createSentLog } from '../../../src/sandbox/loopback/sent-log';
import type { SlackLimits } from '../../../src/sandbox/loopback/slack/limits';
import { type LoopbackSlack, startLoopbackSlack } from '../../../src/sandbox/loopback/slack/slack';
import type { ChatHarness } from '../chat-harness';
import { memoryForms } from '../../fakes/memory-forms';

export const signingSecret = 'signing-secret-for-tests';
export const botToken = 'xoxb-for-tests';
export const channel = 'C0MTGW';

export const members = ['alice', 'bob', 'carol'].map((name) => ({
  name,
  id: `U0${name.toUpperCase()}`,
}));

export const accountOf = (name: string): Account => ({
  chat: 'slack',
  id: members.find((member) => member.name === name)?.id ?? name,
});

const nameOf = ({ id }: Account) => members.find((member) => member.id === id)?.name ?? id;

export interface SlackHarness extends ChatHarness {
  slack: LoopbackSlack;
  /** Where the bot takes Slack's requests. */
  eventsUrl: string;
  /** What the adapter logged, as JSON. */
  logged: string[];
}

export function collectingLog(lines: string[]): Log {
  const write = (fields: Record<string, unknown>, message: string) =>
    void lines.push(JSON.stringify({ ...fields, message }));
  return { info: write, warn: write, error: write };
}

/** Throws what Slack says against an act. */
export function must(outcome: Outcome): void {
  if (!outcome.ok) throw new Error(outcome.error);
}

/** The real adapter behind the bot's web server, and a Slack on the other side. */
export async function slackHarness(
  limits: Partial<SlackLimits> = {},
  options: Partial<SlackChatOptions> = {},
): Promise<SlackHarness> {
  const formLifeMs = 1000;
  let eventsUrl: string | undefined;
  const slack = await startLoopbackSlack({
    members,
    channels: [{ name: '#mtgw', id: channel }],
    sent: createSentLog(),
    eventsUrl: () => eventsUrl,
    signingSecret,
    botToken,
    limits: { triggerMs: formLifeMs, ...limits },
  });
  const logged: string[] = [];
  const { chat, route } = createSlackChat({
    botToken,
    signingSecret,
    apiUrl: slack.url,
    forms: memoryForms(),
    log: collectingLog(logged),
    ...options,
  });
  const http = await serveHttp({ port: 0, host: '127.0.0.1' }, [route], collectingLog(logged));
  eventsUrl = `http://127.0.0.1:${http.port}/slack/events`;

  async function done(outcome: Outcome): Promise<void> {
    must(outcome);
    await slack.settled();
    if (!slack.isHere()) throw new Error('The bot did not acknowledge that in time.');
  }

  return {
    name: 'slack',
    chat,
    slack,
    eventsUrl,
    logged,
    alice: accountOf('alice'),
    bob: accountOf('bob'),
    channel,
    formLifeMs,
    command: (from, text, where) => {
      const line = where?.thread === undefined ? `/mtgw ${text}` : `@mtgw ${text}`;
      return done(slack.say(nameOf(from), where?.channel ?? channel, line, where?.thread));
    },
    press: (from, on, label, reason) =>
      done(slack.press(nameOf(from), label, { on, ...(reason === undefined ? {} : { reason }) })),
    submit: (from, values) => done(slack.fill(nameOf(from), values)),
    shown: async () =>
      slack.standing().map(({ ref, thread, text, visibleTo }) => ({
        ref,
        text,
        ...(thread === undefined ? {} : { thread }),
        ...(visibleTo === undefined ? {} : { visibleTo: accountOf(visibleTo).id }),
      })),
    openForm: async (of) => slack.form(nameOf(of)),
    deleteMessage: async (ref) => void slack.trouble.deleteMessage(ref),
    limitNextCall: slack.trouble.limitNextCall,
    repeatNextDelivery: slack.trouble.repeatNextDelivery,
    sendAway: slack.trouble.sendAway,
    goAway: slack.trouble.goAway,
    close: async () => {
      await chat.stop();
      await slack.close();
      await http.close();
    },
  };
}
