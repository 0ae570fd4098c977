import type { z } from 'zod';
import type { Account, Inbound, MessageRef, Place } from '../../ports/chat';
import type { Means } from './answers';
import { type ButtonPress, readButtonValue } from './button-value';
import { readValues } from './inputs';
import { formCallback, reasonCallback } from './modal';
import { type ModalOrigin, readMetadata } from './modal-origin';
import type { actionsPayload, commandPayload, eventPayload, submissionPayload } from './payloads';
import { isDirect } from './direct';
import { readTyped } from './typed-text';

/* From Slack's payloads to the port's events, with the means to answer each. */

export interface Arrival {
  event: Inbound;
  means: Means;
}

/** What is no event, and the sentence that its person hears instead. */
export interface Told {
  id: string;
  told: string;
  means: Means;
}

/** People's own words, with a file or said to the channel as well. Every other subtype is not somebody speaking. */
const spoken: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast'];

const account = (id: string): Account => ({ chat: 'slack', id });

const place = (channel: string, thread: string | undefined): Place => ({
  chat: 'slack',
  channel,
  ...(thread === undefined ? {} : { thread }),
});

/** A slash command never comes from a thread: Slack refuses it there. */
export function readCommand(payload: z.infer<typeof commandPayload>): Arrival {
  const { channel_id, user_id, trigger_id, response_url } = payload;
  const [to, where] = [account(user_id), place(channel_id, undefined)];
  const text = readTyped(payload.text, undefined);
  return {
    event: { kind: 'command', id: trigger_id, from: to, where, text },
    means: { to, origin: { where }, trigger: trigger_id, responseUrl: response_url },
  };
}

/** Undefined for what is not said to the bot: by itself or another bot, changed, joined ... */
export function readMessage(
  { event_id, event, authorizations }: z.infer<typeof eventPayload>,
  knownBotUser: string | undefined,
): Arrival | Told | undefined {
  const botUser = knownBotUser ?? authorizations?.[0]?.user_id;
  const { user, channel, thread_ts, subtype, bot_id, text } = event;
  if (user === undefined || user === botUser || bot_id !== undefined) return undefined;
  if (!spoken.includes(subtype)) return undefined;
  const direct = event.channel_type === 'im' || isDirect(channel);
  // A mention in a direct conversation is a message there, and must not count twice.
  if (direct !== (event.type === 'message')) return undefined;
  const [to, where] = [account(user), place(channel, thread_ts)];
  const means: Means = { to, origin: { where } };
  if (event.edited !== undefined) {
    const told = 'An edited message is not read, so that nothing is done twice. Send it anew.';
    return { id: event_id, told, means };
  }
  const said = withoutPrefix(readTyped(text, botUser));
  return { event: { kind: 'command', id: event_id, from: to, where, text: said }, means };
}

/** In a direct conversation people type `/mtgw` out of habit, with a space before it or on a phone. */
function withoutPrefix(said: string): string {
  return said.replace(/^[/@]mtgw(?=\s|$)/i, '').trim();
}

export interface Click {
  /** Undefined when the button is not one of today's. */
  press: ButtonPress | undefined;
  /** As the button carries it. */
  carried: string;
  origin: ModalOrigin & { on: MessageRef };
  id: string;
  means: Means & { trigger: string };
}

/** A press on a message, as data. Slack repeats no click, so its trigger serves as the event's id. */
export function readClick(payload: z.infer<typeof actionsPayload>): Click {
  const { user, trigger_id, response_url, container, message } = payload;
  const [{ value }] = payload.actions;
  const { channel_id: channel, message_ts: ts } = container;
  const thread = message?.thread_ts ?? container.thread_ts;
  // The first message of a thread names the thread too; it stands in the channel.
  const where = place(channel, thread === ts ? undefined : thread);
  const origin = { where, on: { chat: 'slack' as const, channel, id: ts } };
  const to = account(user.id);
  return {
    press: readButtonValue(value),
    carried: value,
    origin,
    id: trigger_id,
    means: { to, origin: { where }, trigger: trigger_id, responseUrl: response_url },
  };
}

/** Undefined when the modal is not one of today's. */
export function readSubmission({
  user,
  trigger_id: id,
  view,
}: z.infer<typeof submissionPayload>): Arrival | undefined {
  const known = readMetadata(view.private_metadata);
  if (known === undefined) return undefined;
  const { origin, carried } = known;
  const to = account(user.id);
  const { where, on } = origin;
  const base = { id, from: to, where };
  const means: Means = { to, origin: { where }, trigger: id };
  const values = readValues(view.state.values);
  if (view.callback_id === formCallback) {
    return { event: { ...base, kind: 'submit', context: carried, values }, means };
  }
  const press = readButtonValue(carried);
  if (view.callback_id !== reasonCallback || press === undefined || on === undefined) {
    return undefined;
  }
  const reason = Object.values(values)[0]?.trim() ?? '';
  const why = reason === '' ? {} : { reason };
  const { action, value } = press;
  return { event: { ...base, kind: 'press', on, action, value, ...why }, means };
}
