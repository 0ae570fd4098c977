import type { Activity, ChannelAccount, ConversationParameters } from 'botbuilder';
import { NotThereError } from '../../errors';
import { type MessageRef, MessageGoneError, type Place } from '../../ports/chat';
import { conversationId } from './activity';
import type { Connector } from './connector';
import type { TeamsSettings } from './options';
import type { OutgoingActivity } from './outgoing';
import { ConnectorRefusedError, isRefused } from './refused';
import type { Whereabouts } from './whereabouts';

/** The calls to Teams that the adapter makes, each in the words of the bot. */
export interface Conversations {
  post(to: Place, activity: OutgoingActivity): Promise<MessageRef>;
  /** Rejects with MessageGoneError when there is nothing to change any more. */
  update(ref: MessageRef, activity: OutgoingActivity, targeted?: boolean): Promise<void>;
  /** Only the member sees it. */
  target(to: Place, memberId: string, activity: OutgoingActivity): Promise<void>;
  /** The sign that the bot is typing. */
  typing(to: Place): Promise<void>;
  /** How Teams calls the person there; undefined when they are no member. */
  findMember(channel: string, objectId: string): Promise<string | undefined>;
  /** The direct conversation of a person and the bot, begun when there is none. */
  openDirect(near: string, memberId: string): Promise<string>;
}

/** What Teams refuses becomes NotThereError or MessageGoneError where a person can do something about it. */
export function createConversations(
  { appId, tenantId, anonymous }: TeamsSettings,
  connector: Connector,
  whereabouts: Whereabouts,
): Conversations {
  const chat = 'teams';
  const directs = new Map<string, string>();

  async function begin(near: string, parameters: object) {
    const to = { serviceUrl: await whereabouts.serviceUrl(near) };
    // The library's type asks for what Teams does not need.
    const asked = { ...parameters, tenantId } as ConversationParameters;
    return connector(to, 'a new conversation', (conversations, options) =>
      conversations.createConversation(asked, options),
    );
  }

  async function send(to: Place, activity: Partial<Activity>, targeted = false) {
    const target = { serviceUrl: await whereabouts.serviceUrl(to.channel), targeted };
    return connector(target, 'a message', (conversations, options) =>
      conversations.sendToConversation(conversationId(to), activity, options),
    );
  }

  async function beginThread(channel: string, activity: OutgoingActivity): Promise<MessageRef> {
    const channelData = { channel: { id: channel } };
    try {
      const { activityId } = await begin(channel, { isGroup: true, channelData, activity });
      return { chat, channel, id: told(activityId) };
    } catch (error) {
      if (isAway(error)) throw notThere(error);
      throw error;
    }
  }

  return {
    async post(to, activity) {
      const { channel, thread } = to;
      const isChannel = whereabouts.kind(channel) === 'channel';
      if (thread === undefined && isChannel) return beginThread(channel, activity);
      // A chat has no threads: there it stands below, as a reply where the client shows that.
      const replyToId = thread === undefined || isChannel ? {} : { replyToId: thread };
      try {
        const { id } = await send(isChannel ? to : { chat, channel }, {
          ...activity,
          ...replyToId,
        });
        return { chat, channel, id: told(id) };
      } catch (error) {
        if (thread !== undefined && isRefused(error, 404)) throw gone(error);
        if (isAway(error)) throw notThere(error);
        throw error;
      }
    },
    async update({ channel, id }, activity, targeted = false) {
      const target = { serviceUrl: await whereabouts.serviceUrl(channel), targeted };
      try {
        await connector(target, 'a change of a message', (conversations, options) =>
          conversations.updateActivity(channel, id, { ...activity, id }, options),
        );
      } catch (error) {
        if (isRefused(error, 403, 404)) throw gone(error);
        throw error;
      }
    },
    async target(to, memberId, activity) {
      const recipient = { id: memberId } as ChannelAccount;
      await send(to, { ...activity, recipient }, true);
    },
    async typing({ channel }) {
      await send({ chat, channel }, { type: 'typing' });
    },
    async findMember(channel, objectId) {
      const target = { serviceUrl: await whereabouts.serviceUrl(channel) };
      try {
        const { id } = await connector(target, 'a look at a member', (conversations, options) =>
          conversations.getConversationMember(channel, objectId, options),
        );
        return told(id);
      } catch (error) {
        if (isRefused(error, 400, 403, 404)) return undefined;
        throw error;
      }
    },
    async openDirect(near, memberId) {
      const known = directs.get(memberId);
      if (known !== undefined) return known;
      const { id } = await begin(near, {
        isGroup: false,
        ...(anonymous ? {} : { bot: { id: `28:${appId}` } }),
        members: [{ id: memberId }],
        channelData: { tenant: { id: tenantId } },
      });
      const direct = told(id);
      await whereabouts.beginThrough(near, direct);
      directs.set(memberId, direct);
      return direct;
    },
  };
}

function gone(error: unknown): MessageGoneError {
  return new MessageGoneError('The message in Teams does not exist any more.', { cause: error });
}

/** Teams' words for a channel whose team the app is not in, or that is gone. */
const away = ['BotNotInConversationRoster', 'ConversationNotFound'];

function isAway(error: unknown): boolean {
  return error instanceof ConnectorRefusedError && away.includes(error.code);
}

function notThere(error: unknown): NotThereError {
  return new NotThereError(
    'I may not write in this channel, so nobody would see it here. Add the app mtgw to its team, then ask again.',
    { cause: error },
  );
}

/** The library's types promise an id that an answer may lack. */
function told(id: string | undefined): string {
  if (id === undefined || id === '') throw new Error('Teams answered without an id.');
  return id;
}
