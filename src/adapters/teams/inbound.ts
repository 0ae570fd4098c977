import { createHash } from 'node:crypto';
import { TurnContext } from 'botbuilder';
import type { Account, Inbound, Place } from '../../ports/chat';
import { type Activity, kindOf, splitConversation } from './activity';
import type { FormPlaces } from './form-place';
import { type CardAction, pressVerb, readCardAction, submitVerb } from './card-action';

/** What a person did, in the bot's words. Undefined: it is not for the bot, or no card of ours sent it. */
export function readInbound(activity: Activity, places: FormPlaces): Inbound | undefined {
  const { aadObjectId } = activity.from;
  if (aadObjectId === undefined || aadObjectId === '') return undefined;
  const from: Account = { chat: 'teams', id: aadObjectId };
  const where: Place = { chat: 'teams', ...splitConversation(activity.conversation.id) };
  const action = readAction(activity);
  if (action?.kind === 'cancel') return undefined;
  if (action !== undefined) {
    const event = { id: eventId(activity, action), from, where };
    if (action.kind === 'submit') {
      const { place, ...submit } = action;
      return { ...event, ...submit, where: places.open(place, aadObjectId) ?? where };
    }
    const { replyToId = '' } = activity;
    if (replyToId === '') return undefined;
    const on = { chat: where.chat, channel: where.channel, id: replyToId };
    return { ...event, ...action, on };
  }
  const text = activity.type === 'message' ? readCommand(activity) : undefined;
  if (text === undefined) return undefined;
  const quotes = readQuotes(activity);
  const about = quotes === undefined ? {} : { quotes };
  return { id: eventId(activity, text), from, where, kind: 'command', text, ...about };
}

/** Does somebody close the form that they were shown? */
export function isCancel(activity: Activity): boolean {
  return activity.replyToId !== undefined && readAction(activity)?.kind === 'cancel';
}

/**
 * A message's id counts only in its conversation. A click without an id is known by who pressed what when: a repeat
 * carries the same time.
 */
function eventId(
  { id, conversation, from, timestamp, replyToId }: Activity,
  said: CardAction | string,
): string {
  if (id !== undefined && id !== '') return `${conversation.id} ${id}`;
  const click = JSON.stringify([conversation.id, from.id, timestamp, replyToId, said]);
  return createHash('sha256').update(click).digest('hex');
}

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

function readAction({ type, name, value }: Activity): CardAction | undefined {
  const data = record(value);
  if (data === undefined) return undefined;
  if (type === 'message') {
    // A client that knows no Action.Execute sends an Action.Submit, which has data but no verb.
    return readCardAction(pressVerb, data) ?? readCardAction(submitVerb, data);
  }
  if (type !== 'invoke' || name !== 'adaptiveCard/action') return undefined;
  const action = record(data['action']);
  const verb = action?.['verb'];
  return typeof verb === 'string'
    ? readCardAction(verb, record(action?.['data']) ?? {})
    : undefined;
}

function readCommand(activity: Activity): string | undefined {
  const { channel } = splitConversation(activity.conversation.id);
  const isPersonal = kindOf(channel, activity.conversation.conversationType) === 'personal';
  const mentions = (activity.entities ?? []).filter((entity) =>
    isMentionOf(entity, activity.recipient.id),
  );
  // A team may let the bot read everything; what is said to others is still not for it.
  if (!isPersonal && activity.recipient.isTargeted !== true && mentions.length === 0) {
    return undefined;
  }
  const spoken = { ...activity, text: activity.text ?? '', entities: mentions };
  const text = TurnContext.removeRecipientMention(spoken as never) ?? spoken.text;
  return withoutQuotes(text)
    .trim()
    .replace(/^\/mtgw(?=\s|$)\s*/i, '');
}

/** Who answers with a quote sends a mark of what is quoted, or all of it, beside their own words. */
function withoutQuotes(text: string): string {
  return text
    .replaceAll(/(?:<|&lt;)quoted\s[^<>&]{0,200}?\/(?:>|&gt;)/gi, ' ')
    .replaceAll(
      /<blockquote\b[^<>]{0,200}>(?:(?!<blockquote\b)[^]){0,20000}?<\/blockquote>/gi,
      ' ',
    );
}

/** The message that is quoted: by Teams' mark, or as its older clients send the whole of it. */
function readQuotes({ text }: Activity): string | undefined {
  return /(?:<|&lt;)(?:quoted\s[^<>&]{0,100}?messageid|blockquote\b[^<>&]{0,100}?itemid)="(\d{1,20})"/i.exec(
    text ?? '',
  )?.[1];
}

/** Only a well-formed one: the library reads it without looking. */
function isMentionOf(entity: Record<string, unknown>, id: string): boolean {
  const { type, mentioned, text } = entity;
  return type === 'mention' && typeof text === 'string' && record(mentioned)?.['id'] === id;
}
