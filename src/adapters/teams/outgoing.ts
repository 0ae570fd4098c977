import { UserError } from '../../errors';
import type { Field, Form, Message } from '../../message';
import { type AdaptiveCard, toCard, toFormCard } from './card';
import { isRefused } from './refused';

export interface OutgoingActivity {
  type: 'message';
  /** What a notification shows; without it that would be the word "Card". */
  summary: string;
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive'; content: AdaptiveCard }];
}

/** Teams takes 100 KB of a bot; what it adds by itself must fit too. */
const activityLimitBytes = 80 * 1024;

/** A message as one card, cut to what Teams should take; `sendFitting` is for when it does not. */
export function messageActivity(message: Message): OutgoingActivity {
  return withCard(toCard(message), message.summary);
}

/** Send the message as it is, or as much of it as Teams takes. */
export async function sendFitting<T>(
  message: Message,
  send: (activity: OutgoingActivity) => Promise<T>,
): Promise<T> {
  try {
    return await send(messageActivity(message));
  } catch (error) {
    if (!isRefused(error, 413)) throw error;
    const { summary, buttons } = message;
    const blocks: Message['blocks'] = [
      { kind: 'text', text: cut(summary, 300) },
      { kind: 'note', text: 'Teams did not take the whole message.' },
    ];
    return send(messageActivity({ summary, blocks, ...(buttons && { buttons }) }));
  }
}

/**
 * A form as a card. Choices that would be too many for one are typed instead.
 * @throws UserError when even so it does not fit
 */
export function formActivity(form: Form, place?: string): OutgoingActivity {
  const whole = withCard(toFormCard(form, place), form.title);
  if (fits(whole)) return whole;
  const typed = withCard(
    toFormCard({ ...form, fields: form.fields.map(typedIn) }, place),
    form.title,
  );
  if (fits(typed)) return typed;
  throw new UserError(
    'That form is too large for Teams: type the command with its values instead.',
  );
}

function typedIn(field: Field): Field {
  if (field.kind !== 'choice' || field.options.length <= 20) return field;
  const { options, ...rest } = field;
  const some = options.slice(0, 5).map(({ value }) => value);
  return { ...rest, kind: 'text', hint: `one of ${options.length}: ${some.join(', ')} …` };
}

function fits(activity: OutgoingActivity): boolean {
  return Buffer.byteLength(JSON.stringify(activity)) < activityLimitBytes;
}

function withCard(content: AdaptiveCard, summary: string): OutgoingActivity {
  return {
    type: 'message',
    summary: cut(summary, 300),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}

function cut(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('')}…`;
}

/** Stands where a form was, so that nobody sends it twice. It holds nothing of what was typed. */
export const sentForm: Message = inPlaceOfForm(
  'This form was sent. The answer is a message of its own.',
);

/** The same for one that its person did not want any more. */
export const cancelledForm: Message = inPlaceOfForm('This form was cancelled. Nothing was asked.');

function inPlaceOfForm(sentence: string): Message {
  return { summary: sentence, blocks: [{ kind: 'note', text: sentence }] };
}
