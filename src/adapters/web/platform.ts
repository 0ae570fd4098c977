import type { ChatName, MessageRef } from '../../ports/chat';
import { Acts, type Outcome } from './acts';
import { botApi } from './bot-api';
import { Cast, chatNames, type Person } from './cast';
import { Deliveries } from './delivery';
import { listenOnLoopback } from './loopback';
import { type PageParts, pageApi } from './page-api';
import { pageFiles } from './page-files';
import { ChatStore, type OpenForm, type Sent } from './store';
import { type Limits, slackLimits, Triggers } from './triggers';
import { Trouble } from './trouble';
import type { Delivery } from './wire';

export interface PlatformOptions {
  /** 0 is any free one. Only 127.0.0.1 is listened on. */
  port: number;
  /** What the bot's adapters must present. */
  token: string;
  people: readonly Person[];
  /** With or without `#`; the same ones in both chats. */
  channels: readonly string[];
  /** Offered on the page as buttons. */
  faults?: PageParts['faults'];
  /** Offered on the page as a `+1 h` button. */
  clock?: PageParts['clock'];
  /** Without the page only the bot's API is served, as a conversation file needs. Default: with it. */
  page?: boolean;
  /** For tests that can't wait. */
  limits?: Partial<Limits>;
}

export interface Platform {
  url: string;
  port: number;
  /** A person types. `place`: `#mtgw`, `mtgw` or `direct`; `thread`: the id of its first message. */
  say(person: string, chat: ChatName, place: string, text: string, thread?: string): Outcome;
  /** A person presses the newest button of that label in that chat, offered to them or not. */
  press(person: string, chat: ChatName, label: string, how?: { reason?: string }): Outcome;
  /** A person submits the form that is open for them; fields not given keep what they show. */
  fill(person: string, values: Record<string, string>): Outcome;
  openForm(person: string): OpenForm | undefined;
  /** Everything the bot sent or edited so far, in order. */
  messages(): readonly Sent[];
  /** Returns how to stop listening. */
  onSent(listener: (sent: Sent) => void): () => void;
  /** Is a bot there and answering? */
  isHere(chat: ChatName): boolean;
  /** Resolves once all that people did so far was acknowledged by the bot or given up. */
  settled(): Promise<void>;
  store: ChatStore;
  trouble: {
    limitNextCall(chat: ChatName, retryAfterSeconds: number): void;
    loseNextReply(chat: ChatName): void;
    repeatNextDelivery(chat: ChatName): void;
    deleteMessage(ref: MessageRef): boolean;
    /** Cut the bot off and forget where it is. */
    goAway(ms: number): void;
  };
  close(): Promise<void>;
}

/** Start the simulated Slack and Teams. They outlive the bot, as the real ones do. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const limits = { ...slackLimits, ...options.limits };
  const store = new ChatStore(new Cast(options.people, options.channels));
  const triggers = new Triggers(limits);
  const deliveries = new Deliveries({
    limits,
    triggers,
    onPresence: (chat, here) => store.announce({ kind: 'presence', chat, here }),
    onGivenUp: (delivery) => tellGivenUp(store, delivery),
  });
  const acts = new Acts(store, deliveries, triggers);
  const trouble = new Trouble();
  const { faults, clock } = options;
  const page: PageParts = {
    store,
    acts,
    deliveries,
    ...(faults === undefined ? {} : { faults }),
    ...(clock === undefined ? {} : { clock }),
  };
  const server = await listenOnLoopback(options.port, [
    ...botApi({ token: options.token, store, deliveries, triggers, trouble }),
    ...(options.page === false ? [] : [...pageApi(page), ...pageFiles()]),
  ]);
  return {
    url: server.url,
    port: server.port,
    say: (person, chat, place, text, thread) => acts.say(person, chat, place, text, thread),
    press: (person, chat, label, how) => acts.press(person, chat, label, how?.reason),
    fill: (person, values) => acts.fill(person, values),
    openForm: (person) => store.formOf(person),
    messages: () => store.sent,
    onSent: (listener) => store.onSent(listener),
    isHere: (chat) => deliveries.isHere(chat),
    settled: () => deliveries.settled(),
    store,
    trouble: {
      limitNextCall: (chat, seconds) => trouble.limitNextCall(chat, seconds),
      loseNextReply: (chat) => trouble.loseNextReply(chat),
      repeatNextDelivery: (chat) => deliveries.repeatNext(chat),
      deleteMessage: (ref) => store.remove(ref),
      goAway: (ms) => {
        for (const chat of chatNames) deliveries.forget(chat);
        trouble.goAway(ms);
      },
    },
    close: async () => {
      await deliveries.close();
      await server.close();
    },
  };
}

/** Slack says `dispatch_failed` to the person then; so does this. */
function tellGivenUp(store: ChatStore, { chat, event }: Delivery): void {
  const person = store.cast.byAccount(event.from);
  if (person === undefined) return;
  store.add({
    where: { chat, channel: event.where.channel },
    from: 'platform',
    text: 'mtgw did not answer, so that was not delivered. Is the bot running? Try again.',
    visibleTo: person.name,
  });
}
