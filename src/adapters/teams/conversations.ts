import { type MessageRef, MessageGoneError, type Place } from '../../ports';
import { conversationId } from './activity';
import type { Connector } from './connector';
import type { TeamsSettings } from './options';
import type { OutgoingActivity } from './outgoing';
import { isRefused } from './refused';
import type { Whereabouts } from './whereabouts';

/** The calls to Teams that the adapter makes, each in the words of the bot. */
export interface Conversations {
  post(to: Place, activity: OutgoingActivity): Promise<MessageRef>;
  /** Rejects with MessageGoneError when there is nothing to change any more. */
  update(ref: MessageRef, activity: OutgoingActivity, targeted?: boolean): Promise<void>;
  /** Only the member sees it. */
  target(to: Place, memberId: string, activity: OutgoingActivity): Promise<void>;
  /** How Teams calls the person there; undefined when they are no member. */
  findMember(channel: string, objectId: string): Promise<string | undefined>;
  /** The direct conversation of a person and the bot, begun when there is none. */
  openDirect(near: string, memberId: string): Promise<string>;
}

export function createConversations(
  { appId, tenantId, anonymous }: TeamsSettings,
  connector: Connector,
  whereabouts: Whereabouts,
): Conversations {
  const chat = 'teams';
  const directs = new Map<string, string>();

  async function beginThread(channel: string, activity: OutgoingActivity): Promise<MessageRef> {
    const answer = await connector(await whereabouts.serviceUrl(channel), {
      method: 'POST',
      path: [],
      body: { isGroup: true, channelData: { channel: { id: channel } }, activity, tenantId },
    });
    return { chat, channel, id: textOf(answer, 'activityId') };
  }

  return {
    async post(to, activity) {
      const { channel, thread } = to;
      if (thread === undefined && whereabouts.kind(channel) === 'channel') {
        return beginThread(channel, activity);
      }
      // A chat has no threads: there it stands below, as a reply where the client shows that.
      const isChannel = whereabouts.kind(channel) === 'channel';
      const replyToId = thread === undefined || isChannel ? {} : { replyToId: thread };
      try {
        const answer = await connector(await whereabouts.serviceUrl(channel), {
          method: 'POST',
          path: [conversationId(isChannel ? to : { channel }), 'activities'],
          body: { ...activity, ...replyToId },
        });
        return { chat, channel, id: textOf(answer, 'id') };
      } catch (error) {
        if (thread !== undefined && isRefused(error, 404)) throw gone(error);
        throw error;
      }
    },
    async update({ channel, id }, activity, targeted = false) {
      try {
        await connector(await whereabouts.serviceUrl(channel), {
          method: 'PUT',
          path: [channel, 'activities', id],
          targeted,
          body: { ...activity, id },
        });
      } catch (error) {
        if (isRefused(error, 403, 404)) throw gone(error);
        throw error;
      }
    },
    async target(to, memberId, activity) {
      await connector(await whereabouts.serviceUrl(to.channel), {
        method: 'POST',
        path: [conversationId(to), 'activities'],
        targeted: true,
        body: { ...activity, recipient: { id: memberId } },
      });
    },
    async findMember(channel, objectId) {
      try {
        const answer = await connector(await whereabouts.serviceUrl(channel), {
          method: 'GET',
          path: [channel, 'members', objectId],
        });
        return textOf(answer, 'id');
      } catch (error) {
        if (isRefused(error, 400, 403, 404)) return undefined;
        throw error;
      }
    },
    async openDirect(near, memberId) {
      const known = directs.get(memberId);
      if (known !== undefined) return known;
      const answer = await connector(await whereabouts.serviceUrl(near), {
        method: 'POST',
        path: [],
        body: {
          isGroup: false,
          ...(anonymous ? {} : { bot: { id: `28:${appId}` } }),
          members: [{ id: memberId }],
          tenantId,
          channelData: { tenant: { id: tenantId } },
        },
      });
      const id = textOf(answer, 'id');
      directs.set(memberId, id);
      return id;
    },
  };
}

function gone(error: unknown): MessageGoneError {
  return new MessageGoneError('The message in Teams does not exist any more.', { cause: error });
}

function textOf(answer: unknown, name: string): string {
  const value = (answer as Record<string, unknown> | undefined)?.[name];
  if (typeof value !== 'string' || value === '') throw new Error(`Teams answered without ${name}.`);
  return value;
}
