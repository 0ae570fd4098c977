import { z } from 'zod';

/*
 * What of an activity the bot reads: https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity
 * with what Teams adds to it.
 */

const account = z.looseObject({
  id: z.string().min(1),
  aadObjectId: z.string().exactOptional(),
  /** A message to the bot that nobody else sees. */
  isTargeted: z.boolean().exactOptional(),
});

export const activityShape = z.looseObject({
  type: z.string().min(1),
  id: z.string().exactOptional(),
  timestamp: z.string().exactOptional(),
  // Another channel's token proves nothing about a person of Teams.
  channelId: z.literal('msteams'),
  // The library compares it with the token's claim only when it is there.
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: account,
  recipient: account,
  conversation: z.looseObject({
    id: z.string().min(1),
    conversationType: z.string().exactOptional(),
    tenantId: z.string().exactOptional(),
  }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).optional() }).nullish(),
  name: z.string().exactOptional(),
  text: z.string().nullish(),
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
  value: z.unknown().optional(),
  replyToId: z.string().exactOptional(),
});

export type Activity = z.infer<typeof activityShape>;

export type ConversationKind = 'personal' | 'group' | 'channel';

/** `19:abc@thread.tacv2;messageid=170` is the thread 170 of the channel before it. */
export function splitConversation(id: string): { channel: string; thread?: string } {
  const [, channel = id, thread] = /^([^;]+);messageid=(\d+)$/.exec(id) ?? [];
  return thread === undefined ? { channel } : { channel, thread };
}

/** The way back from `splitConversation`: where Teams is asked to post, in a thread or at the top of a channel. */
export function conversationId({ channel, thread }: { channel: string; thread?: string }): string {
  return thread === undefined ? channel : `${channel};messageid=${thread}`;
}

/** Told by the activity, else by the id's own form. What is neither is a group: nothing private is said there. */
export function kindOf(channel: string, told?: string): ConversationKind {
  if (told === 'personal' || told === 'channel') return told;
  if (told !== undefined) return 'group';
  if (channel.startsWith('a:')) return 'personal';
  return /@thread\.(tacv2|skype)$/.test(channel) ? 'channel' : 'group';
}

/** Every tenant that the activity names. */
export function tenantsOf({ conversation, channelData }: Activity): string[] {
  return [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined);
}
