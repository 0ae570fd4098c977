import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Message } from '../../message';
import { type Account, type MessageRef, MessageGoneError, type Place } from '../../ports';
import { type SlackMessage, toSlackMessage } from './blocks';
import { type CallSlack, SlackRefusal } from './web-api';

export interface Sending {
  post(to: Place, message: Message, key: string): Promise<MessageRef>;
  update(ref: MessageRef, message: Message): Promise<void>;
  whisper(to: Account, where: Place, message: Message): Promise<void>;
  /** For a direct conversation, where everything is private. False when the bot is not in it. */
  sayIn(where: Place, message: Message): Promise<boolean>;
}

/** Slack fetches addresses for previews, and an address of ours may work only once. */
export const noPreviews = { unfurl_links: false, unfurl_media: false };

const posted = z.object({ channel: z.string(), ts: z.string() });
const opened = z.object({ channel: z.object({ id: z.string() }) });

const goneMessages = new Set([
  'message_not_found',
  'thread_not_found',
  'cannot_reply_to_message',
  'channel_not_found',
  'is_archived',
  'cant_update_message',
]);
/** The person or the bot is not where it should be said: then it is said in their direct conversation. */
const notThere = new Set([
  'user_not_in_channel',
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'messages_tab_disabled',
]);
const goneThreads = new Set(['message_not_found', 'thread_not_found', 'cannot_reply_to_message']);

/** Keys and messages remembered, so that a repeat in this process's life is harmless. */
const remembered = 1000;

export function createSending(call: CallSlack): Sending {
  const byKey = new Map<string, Promise<MessageRef>>();
  const directs = new Map<string, string>();

  async function send({ channel, thread }: Place, message: SlackMessage, key?: string) {
    const body = {
      channel,
      ...message,
      ...noPreviews,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(key === undefined ? {} : { client_msg_id: toUuid(key) }),
    };
    const { channel: at, ts } = posted.parse(await call('chat.postMessage', body));
    return { chat: 'slack' as const, channel: at, id: ts };
  }

  async function directOf(user: string): Promise<string> {
    const known = directs.get(user);
    if (known !== undefined) return known;
    const { channel } = opened.parse(await call('conversations.open', { users: user }));
    directs.set(user, channel.id);
    return channel.id;
  }

  async function sayInDirect(to: Account, message: SlackMessage): Promise<void> {
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
      const sent = send(to, toSlackMessage(message), key).catch(toGone);
      byKey.set(key, sent);
      sent.catch(() => byKey.delete(key));
      const [oldest] = byKey.keys();
      if (byKey.size > remembered && oldest !== undefined) byKey.delete(oldest);
      return sent;
    },
    async update({ channel, id }, message) {
      await call('chat.update', { channel, ts: id, ...toSlackMessage(message) }).catch(toGone);
    },
    async sayIn(where, message) {
      try {
        await send(where, toSlackMessage(message));
        return true;
      } catch (error) {
        if (error instanceof SlackRefusal && notThere.has(error.reason)) return false;
        throw error;
      }
    },
    async whisper(to, { chat, channel, thread }, message) {
      const shown = toSlackMessage(message);
      if (chat !== 'slack' || isDirect(channel)) return sayInDirect(to, shown);
      const body = { channel, user: to.id, ...shown, ...noPreviews };
      const inThread = thread === undefined ? {} : { thread_ts: thread };
      try {
        await call('chat.postEphemeral', { ...body, ...inThread });
      } catch (error) {
        const reason = error instanceof SlackRefusal ? error.reason : '';
        if (notThere.has(reason)) return sayInDirect(to, shown);
        if (thread === undefined || !goneThreads.has(reason)) throw error;
        await call('chat.postEphemeral', body);
      }
    },
  };
}

/** Slack gives direct conversations ids of their own kind. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

function toGone(error: unknown): never {
  if (error instanceof SlackRefusal && goneMessages.has(error.reason)) {
    throw new MessageGoneError(error.message, { cause: error });
  }
  throw error;
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
