import type { MessageRef } from '../../../ports/chat';
import type { LoopbackChat } from '../loopback-chat';
import type { SentLog } from '../sent-log';
import { createCast, type SlackChannel, type SlackMember } from './cast';
import { createDeliveries } from './deliver';
import { shownValues } from './fill-in';
import { createGrants } from './grants';
import { type SlackLimits, slackLimits } from './limits';
import { createMessages } from './messages';
import { fill, type PeopleParts, press, say } from './people';
import { readView } from './read-blocks';
import { serveSlack } from './server';
import { createTrouble } from './trouble';
import { createViews } from './views';

export interface LoopbackSlackOptions {
  members: SlackMember[];
  channels: SlackChannel[];
  sent: SentLog;
  /** Where the bot takes Slack's requests; undefined while it has no address yet. */
  eventsUrl: () => string | undefined;
  signingSecret: string;
  botToken: string;
  /** 0, when left out, is any free one. */
  port?: number;
  limits?: Partial<SlackLimits>;
  /** What the app may look at; everything when left out. */
  scopes?: readonly string[];
}

/** A message of the bot's that stands somewhere now. */
export interface StandingMessage {
  ref: MessageRef;
  thread?: string;
  text: string;
  /** A person's name. */
  visibleTo?: string;
  blocks: unknown;
}

export interface LoopbackSlack extends LoopbackChat {
  /** What the bot's `apiUrl` is to be. */
  url: string;
  /** Oldest first. */
  standing(): StandingMessage[];
  /** The modal before a person: what they read, and its prefilled values by field name. */
  form(person: string): { text: string; values: Record<string, string> } | undefined;
  /** A person leaves a channel: nothing can be said to them alone there any more. */
  leave(person: string, place: string): void;
}

/** Slack on this machine, for one bot: its Web API, its signed requests, and the people who use it. */
export async function startLoopbackSlack(options: LoopbackSlackOptions): Promise<LoopbackSlack> {
  const limits = { ...slackLimits, ...options.limits };
  const cast = createCast(options.members, options.channels);
  const messages = createMessages(cast, options.sent);
  const views = createViews(cast, options.sent);
  const trouble = createTrouble();
  const { scopes } = options;
  const state = {
    cast,
    messages,
    views,
    grants: createGrants(limits),
    limits,
    ...(scopes === undefined ? {} : { scopes }),
  };
  const server = await serveSlack(options.port ?? 0, options.botToken, state, trouble);
  const deliveries = createDeliveries(options.eventsUrl, options.signingSecret, limits);
  const parts: PeopleParts = { ...state, deliveries, url: () => server.url };
  return {
    name: 'slack',
    url: `${server.url}/api/`,
    say: (person, place, text, thread) => say(parts, person, place, text, thread),
    press: (person, label, how) => press(parts, person, label, how),
    fill: (person, values) => fill(parts, person, values),
    hasForm: (person) => views.of(nameOf(person)) !== undefined,
    isHere: () => deliveries.isHere(),
    settled: () => deliveries.settled(),
    standing: () =>
      messages
        .all()
        .filter(({ byBot }) => byBot)
        .map((message) => {
          const { ref, thread, visibleTo, blocks } = message;
          return {
            ref,
            text: messages.show(message),
            blocks,
            ...(thread === undefined ? {} : { thread }),
            ...(visibleTo === undefined ? {} : { visibleTo }),
          };
        }),
    form(person) {
      const open = views.of(nameOf(person));
      return open && { text: readView(open.view), values: shownValues(open.view) };
    },
    leave(person, place) {
      const member = cast.member(person);
      const channel = member && cast.channelCalled(place, member);
      if (member !== undefined && channel !== undefined) cast.leave(member, channel);
    },
    trouble: {
      limitNextCall: trouble.limitNextCall,
      loseNextReply: trouble.loseNextReply,
      repeatNextDelivery: deliveries.repeatNext,
      deleteMessage: (ref) => messages.remove(ref),
      sendAway: cast.sendBotAway,
      goAway: trouble.goAway,
    },
    close: async () => {
      await deliveries.close();
      await server.close();
    },
  };

  function nameOf(person: string): string {
    return cast.member(person)?.name ?? person;
  }
}
