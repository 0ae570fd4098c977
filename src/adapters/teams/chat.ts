import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '../../message';
import { createBacklog } from '../backlog';
import type { Answer, Chat, Inbound, MessageRef } from '../../ports/chat';
import { RecentIds } from '../recent-ids';
import { type Activity, splitConversation } from './activity';
import { createBotToken } from './bot-token';
import { toCard } from './card';
import { TeamsAdapter } from './cloud-adapter';
import { createConnector } from './connector';
import { createConversations } from './conversations';
import { createFormPlaces } from './form-place';
import { isCancel, readInbound } from './inbound';
import { settle, type TeamsOptions } from './options';
import { cancelledForm, formActivity, messageActivity, sendFitting, sentForm } from './outgoing';
import { createPosted } from './posted';
import { createFirstWords, type FirstWords } from './press-answer';
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
  const places = createFormPlaces(settings.credentials.password);
  const seen = new RecentIds(recentEvents);
  const sentForms = new RecentIds(recentEvents);
  const running = new Set<Promise<void>>();
  const backlog = createBacklog();
  let handler: Handler | undefined;

  const whisper: Chat['whisper'] = (to, where, message) =>
    sendFitting(message, (activity) => sendPrivately(to, where, activity, message.confidential));

  function begin(what: string, work: () => Promise<void>): Promise<void> {
    const run = Promise.resolve()
      .then(work)
      .catch((error: unknown) => log.error({ chat: 'teams', err: error }, what))
      .finally(() => running.delete(run));
    running.add(run);
    return run;
  }

  function closeForm(activity: Activity, message: Message): InvokeAnswer {
    const { channel } = splitConversation(activity.conversation.id);
    const ref: MessageRef = { chat: 'teams', channel, id: activity.replyToId ?? '' };
    const targeted = whereabouts.kind(channel) !== 'personal';
    void begin('a form could not be closed', () =>
      conversations.update(ref, messageActivity(message), targeted),
    );
    return showing(message);
  }

  async function take(activity: Activity): Promise<InvokeAnswer | undefined> {
    whereabouts.hear(activity);
    const isInvoke = activity.type === 'invoke';
    if (isInvoke && activity.name !== 'adaptiveCard/action') return undefined;
    if (isInvoke && isCancel(activity)) return closeForm(activity, cancelledForm);
    const event = readInbound(activity, places);
    if (event === undefined) return isInvoke ? notOurs : undefined;
    const again = !seen.isNew(event.id);
    const isForm = event.kind === 'submit' && activity.replyToId !== undefined;
    const spent =
      isForm && !again && !sentForms.isNew(`${event.where.channel} ${activity.replyToId}`);
    const words = createFirstWords();
    let done = Promise.resolve();
    if (!again && !spent && handler !== undefined) {
      const handle = handler;
      const work = () => handle(event, answerTo(event, words));
      done = begin('an event was not handled', () => backlog.add(work));
      if (isForm) closeForm(activity, sentForm);
    }
    if (!isInvoke) return undefined;
    return isForm ? showing(sentForm) : words.answer(done);
  }

  function answerTo({ from, where }: Inbound, words: FirstWords): Answer {
    return {
      say: (message) => {
        words.hear(message);
        return whisper(from, where, message);
      },
      working: (sentence) => working(from, where, sentence),
      form: (form) => sendPrivately(from, where, formActivity(form, places.seal(where, from.id))),
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
    isDirect: (channel) => whereabouts.kind(channel) === 'personal',
  };
  const route = createRoute({
    isOpen: () => handler !== undefined,
    arrived: backlog.arrived,
    receive: createReceive(settings, adapter, take),
    log,
  });
  return { chat, route };
}

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
