import type { z } from 'zod';
import { type ChatName, MessageGoneError, type Place } from '../../ports/chat';
import { chatNames } from './cast';
import type { Deliveries } from './delivery';
import { BadCallError, type Call, carriesBearer, type Reply, type Route } from './loopback';
import type { ChatStore } from './store';
import type { Triggers } from './triggers';
import type { Trouble } from './trouble';
import { formOpening, posting, registration, saying, updating, whispering } from './wire';

export interface BotApiParts {
  token: string;
  store: ChatStore;
  deliveries: Deliveries;
  triggers: Triggers;
  trouble: Trouble;
}

/** What the bot may call: the sandbox's stand-in for Slack's Web API and the Bot Framework's connector. */
export function botApi(parts: BotApiParts): Route[] {
  const { store, deliveries, triggers } = parts;
  const routes: [Route['method'], string, (chat: ChatName, call: Call) => Reply][] = [
    [
      'PUT',
      '/registration',
      (chat, call) => {
        deliveries.register(chat, read(registration, call));
        return { status: 200 };
      },
    ],
    [
      'DELETE',
      '/registration/:secret',
      (chat, call) => {
        deliveries.leave(chat, call.params['secret'] ?? '');
        return { status: 200 };
      },
    ],
    [
      'POST',
      '/messages',
      (chat, call) => {
        const { message, key, ...to } = read(posting, call);
        return { status: 200, body: store.post(place(store, chat, to), message, key) };
      },
    ],
    [
      'PUT',
      '/messages/:id',
      (chat, call) => {
        const { channel, message } = read(updating, call);
        const where = place(store, chat, { channel });
        store.update({ chat, channel: where.channel, id: call.params['id'] ?? '' }, message);
        return { status: 200 };
      },
    ],
    [
      'POST',
      '/whispers',
      (chat, call) => {
        const { message, to, ...at } = read(whispering, call);
        const person = store.cast.byAccount({ chat, id: to });
        if (person === undefined) throw new BadCallError(404, `No account is called ${to}.`);
        store.whisper(place(store, chat, at), person, message);
        return { status: 200 };
      },
    ],
    [
      'POST',
      '/answers/:trigger',
      (_chat, call) => {
        const { message } = read(saying, call);
        const grant = triggers.useAnswer(call.params['trigger'] ?? '');
        if (grant === undefined) return { status: 410, body: { error: 'used_url' } };
        store.whisper(grant.where, grant.person, message);
        return { status: 200 };
      },
    ],
    [
      'POST',
      '/forms/:trigger',
      (_chat, call) => {
        const { form } = read(formOpening, call);
        const grant = triggers.useTrigger(call.params['trigger'] ?? '');
        if (grant === undefined) return { status: 410, body: { error: 'expired_trigger_id' } };
        store.openForm(grant.person, grant.where, form);
        return { status: 200 };
      },
    ],
  ];
  return routes.map(([method, path, handle]) => ({
    method,
    path: `/bot/:chat${path}`,
    handle: (call) => guarded(parts, call, handle),
  }));
}

function guarded(
  { token, trouble }: BotApiParts,
  call: Call,
  handle: (chat: ChatName, call: Call) => Reply,
): Reply {
  if (trouble.isAway()) return 'cut';
  if (!carriesBearer(call.request, token)) throw new BadCallError(401, 'invalid_auth');
  const chat = chatNames.find((name) => name === call.params['chat']);
  if (chat === undefined) throw new BadCallError(404, 'No such chat.');
  // Registering is the sandbox's own affair; the real platforms limit what is said.
  const says = call.request.url?.includes('/registration') !== true;
  const retryAfter = says ? trouble.takeLimit(chat) : undefined;
  if (retryAfter !== undefined) {
    const headers = { 'retry-after': String(retryAfter) };
    return { status: 429, body: { error: 'ratelimited' }, headers };
  }
  try {
    const reply = handle(chat, call);
    return says && trouble.takeLostReply(chat) ? 'cut' : reply;
  } catch (error) {
    if (!(error instanceof MessageGoneError)) throw error;
    return { status: 404, body: { error: 'message_not_found' } };
  }
}

function read<T>(shape: z.ZodType<T>, call: Call): T {
  const result = shape.safeParse(call.body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BadCallError(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}

function place(
  store: ChatStore,
  chat: ChatName,
  { channel, thread }: { channel: string; thread?: string },
): Place {
  const id = store.cast.channel(chat, channel);
  if (id === undefined) throw new BadCallError(400, `channel_not_found: ${channel}`);
  return { chat, channel: id, ...(thread === undefined ? {} : { thread }) };
}
