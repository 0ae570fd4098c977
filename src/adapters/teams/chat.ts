import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '../../message';
import type { Answer, Chat, Inbound, MessageRef } from '../../ports';
import { RecentIds } from '../../recent-ids';
import { type Activity, splitConversation } from './activity';
import { createBotToken } from './bot-token';
import { toCard } from './card';
import { TeamsAdapter } from './cloud-adapter';
import { createConnector } from './connector';
import { createConversations } from './conversations';
import { readInbound } from './inbound';
import { settle, type TeamsOptions } from './options';
import { formActivity, messageActivity, sendFitting, sentForm } from './outgoing';
import { createPosted } from './posted';
import { createSendPrivately } from './private-message';
import { createReceive, type InvokeAnswer } from './receive';
import { createRoute, type TeamsRoute } from './route';
import { createWhereabouts } from './whereabouts';
import { createWorking } from './working';

type Handler = (event: Inbound, answer: Answer) => Promise<void>;

const stopWithinMs = 5000;
const recentEvents = 5000;

/**
 * The bot's side of Microsoft Teams. What people do arrives at `route`, on the bot's own web server. A post whose
 * reply got lost is sent again and may then stand there twice, because Teams knows no key; within this process the
 * same key posts once.
 * @throws UserError when the options would let strangers in
 */
export function createTeamsChat(options: TeamsOptions): { chat: Chat; route: TeamsRoute } {
  const settings = settle(options);
  const { log } = settings;
  const stopping = new AbortController();
  const whereabouts = createWhereabouts(settings);
  const token = createBotToken(settings);
  const adapter = new TeamsAdapter(settings, token);
  const connector = createConnector({ adapter, token, log }, stopping.signal);
  const conversations = createConversations(settings, connector, whereabouts);
  const sendPrivately = createSendPrivately(settings, conversations, whereabouts);
  const working = createWorking(conversations, whereabouts);
  const posted = createPosted();
  const seen = new RecentIds(recentEvents);
  const sentForms = new RecentIds(recentEvents);
  const running = new Set<Promise<void>>();
  let handler: Handler | undefined;

  const whisper: Chat['whisper'] = (to, where, message) =>
    sendFitting(message, (activity) => sendPrivately(to, where, activity, message.confidential));

  function begin(what: string, work: () => Promise<void>): void {
    const run = Promise.resolve()
      .then(work)
      .catch((error: unknown) => log.error({ chat: 'teams', err: error }, what))
      .finally(() => running.delete(run));
    running.add(run);
  }

  function closeForm(activity: Activity): void {
    const { channel } = splitConversation(activity.conversation.id);
    const ref: MessageRef = { chat: 'teams', channel, id: activity.replyToId ?? '' };
    const targeted = whereabouts.kind(channel) !== 'personal';
    begin('a sent form could not be closed', () =>
      conversations.update(ref, messageActivity(sentForm), targeted),
    );
  }

  function take(activity: Activity): InvokeAnswer | undefined {
    whereabouts.hear(activity);
    const isInvoke = activity.type === 'invoke';
    if (isInvoke && activity.name !== 'adaptiveCard/action') return undefined;
    const event = readInbound(activity);
    if (event === undefined) return isInvoke ? notOurs : undefined;
    const again = !seen.isNew(event.id);
    const isForm = event.kind === 'submit' && activity.replyToId !== undefined;
    const spent =
      isForm && !again && !sentForms.isNew(`${event.where.channel} ${activity.replyToId}`);
    if (!again && !spent && handler !== undefined) {
      const handle = handler;
      begin('an event was not handled', () => handle(event, answerTo(event)));
      if (isForm) closeForm(activity);
    }
    if (!isInvoke) return undefined;
    return isForm ? showing(sentForm) : heardPress;
  }

  function answerTo({ from, where }: Inbound): Answer {
    return {
      say: (message) => whisper(from, where, message),
      working: (sentence) => working(from, where, sentence),
      form: (form) => sendPrivately(from, where, formActivity(form)),
    };
  }

  const chat: Chat = {
    name: 'teams',
    start(handle) {
      handler = handle;
      return Promise.resolve();
    },
    async stop() {
      handler = undefined;
      const given = new AbortController();
      await Promise.race([
        Promise.all(running),
        wait(stopWithinMs, undefined, { signal: given.signal }).catch(() => undefined),
      ]);
      given.abort();
      stopping.abort();
    },
    post: (to, message, key) =>
      posted.once(`${to.channel} ${key}`, () =>
        sendFitting(message, (activity) => conversations.post(to, activity)),
      ),
    update: (ref, message) =>
      sendFitting(message, (activity) => conversations.update(ref, activity)),
    whisper,
    // A command from a channel proves that the app is in its team; where it is not, a post tells.
    whyUnseen: () => Promise.resolve(undefined),
  };
  const route = createRoute({
    isOpen: () => handler !== undefined,
    receive: createReceive(settings, adapter, take),
    log,
  });
  return { chat, route };
}

/** Teams shows this for a moment; what came of it is said where it belongs. */
const heardPress: InvokeAnswer = {
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: 'mtgw has it.',
};

const notOurs: InvokeAnswer = {
  statusCode: 400,
  type: 'application/vnd.microsoft.error',
  value: { code: 'BadRequest', message: 'mtgw does not know this button. Type the command again.' },
};

function showing(message: Message): InvokeAnswer {
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.card.adaptive',
    value: toCard(message),
  };
}
