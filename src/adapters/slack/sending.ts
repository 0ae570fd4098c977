import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Message } from '../../message';
import { type Account, type MessageRef, MessageGoneError, type Place } from '../../ports/chat';
import { toSlackMessage } from './blocks';
import { isDirect } from './direct';
import { toNotThere } from './presence';
import { shortest } from './shorten';
import { type CallSlack, SlackRefusal } from './web-api';

export interface Sending {
  post(to: Place, message: Message, key: string): Promise<MessageRef>;
  update(ref: MessageRef, message: Message): Promise<void>;
  whisper(to: Account, where: Place, message: Message): Promise<void>;
  /** For a direct conversation, where everything is private. Undefined when the bot is not in it. */
  sayIn(where: Place, message: Message): Promise<MessageRef | undefined>;
}

/** Slack fetches addresses for previews, and an address of ours may work only once. */
export const noPreviews = { unfurl_links: false, unfurl_media: false };

const posted = z.object({ channel: z.string(), ts: z.string() });
const opened = z.object({ channel: z.object({ id: z.string() }) });

const goneThreads = ['message_not_found', 'thread_not_found', 'cannot_reply_to_message'];
const goneMessages = [
  'message_not_found',
  'channel_not_found',
  'is_archived',
  'cant_update_message',
];
/** The person or the bot is not where it should be said: then it is said in their direct conversation. */
const notThere = [
  'user_not_in_channel',
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'messages_tab_disabled',
];
/** What Slack finds too much, though it is within every limit that it names. */
const tooMuch = ['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks', 'invalid_blocks_format'];

/** Keys and messages remembered, so that a repeat in this process's life is harmless. */
const remembered = 1000;

/** Posts in the bot's name. @param call rejects with SlackRefusal; some become NotThereError or MessageGoneError */
export function createSending(call: CallSlack): Sending {
  const byKey = new Map<string, Promise<MessageRef>>();
  const directs = new Map<string, string>();

  /** The whole message, or its shortest form when Slack does not take it: a card must never be lost. */
  async function callWith(method: string, message: Message, body: object): Promise<unknown> {
    try {
      return await call(method, { ...body, ...toSlackMessage(message) });
    } catch (error) {
      if (!isOneOf(tooMuch, error)) throw error;
      return call(method, { ...body, ...toSlackMessage(shortest(message)) });
    }
  }

  async function send({ channel, thread }: Place, message: Message, key?: string) {
    const answer = await callWith('chat.postMessage', message, {
      channel,
      ...noPreviews,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(key === undefined ? {} : { client_msg_id: toUuid(key) }),
    });
    const { channel: at, ts } = posted.parse(answer);
    return { chat: 'slack' as const, channel: at, id: ts };
  }

  async function directOf(user: string): Promise<string> {
    const known = directs.get(user);
    if (known !== undefined) return known;
    const { channel } = opened.parse(await call('conversations.open', { users: user }));
    directs.set(user, channel.id);
    return channel.id;
  }

  async function sayInDirect(to: Account, message: Message): Promise<void> {
    await send({ chat: 'slack', channel: await directOf(to.id) }, message);
  }

  return {
    /**
     * Slack documents no key against repeats. A repeat in this process gives back the first message; besides,
     * `client_msg_id` goes along, which Slack names only among its errors and may ignore. So a reply that got lost
     * on the way can leave a message twice.
     */
    post(to, message, key) {
      const known = byKey.get(key);
      if (known !== undefined) return known;
      const sent = send(to, message, key).catch(toGone(goneThreads)).catch(toNotThere);
      byKey.set(key, sent);
      sent.catch(() => byKey.delete(key));
      const [oldest] = byKey.keys();
      if (byKey.size > remembered && oldest !== undefined) byKey.delete(oldest);
      return sent;
    },
    async update({ channel, id }, message) {
      await callWith('chat.update', message, { channel, ts: id }).catch(toGone(goneMessages));
    },
    async sayIn(where, message) {
      try {
        return await send(where, message);
      } catch (error) {
        if (isOneOf(notThere, error)) return undefined;
        throw error;
      }
    },
    async whisper(to, { chat, channel, thread }, message) {
      if (chat !== 'slack' || isDirect(channel)) return sayInDirect(to, message);
      const body = { channel, user: to.id, ...noPreviews };
      const inThread = thread === undefined ? {} : { thread_ts: thread };
      try {
        await callWith('chat.postEphemeral', message, { ...body, ...inThread });
      } catch (error) {
        if (isOneOf(notThere, error)) return sayInDirect(to, message);
        if (thread === undefined || !isOneOf(goneThreads, error)) throw error;
        await callWith('chat.postEphemeral', message, body);
      }
    },
  };
}

function isOneOf(reasons: string[], error: unknown): boolean {
  return error instanceof SlackRefusal && reasons.includes(error.reason);
}

function toGone(reasons: string[]): (error: unknown) => never {
  return (error) => {
    if (!isOneOf(reasons, error)) throw error;
    throw new MessageGoneError(String(error), { cause: error });
  };
}

function toUuid(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
