import {
  type Block,
  type Button,
  type Form,
  type Message,
  signOf,
  type Text,
  type Tone,
} from '../../message';
import { cancelVerb, pressVerb, submitVerb } from './card-action';
import { blockElements, richText, type CardElement } from './card-elements';
import { fieldElements } from './card-fields';
import { shorten } from './card-size';
import { mentionsOf } from './mentions';

/** An Adaptive Card as Teams takes it: https://adaptivecards.io/explorer, version 1.5. */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  version: '1.5';
  /** For clients that cannot show it. */
  fallbackText: string;
  body: CardElement[];
  /** Whom the mentions in it mean. */
  msteams?: { entities: object[] };
}

/** Teams draws six actions beside each other; more go into a second row, as there are few places to go. */
const actionsInRow = 6;
const rows = 4;

const headers: Record<Tone, string> = {
  neutral: 'default',
  working: 'emphasis',
  waiting: 'accent',
  good: 'good',
  warning: 'warning',
  bad: 'attention',
};

/**
 * The neutral message as an Adaptive Card under 28 KB. What does not fit is cut, and the card says so. Text goes
 * into text runs, which know no Markdown, so a name such as `*all*` stays as it is.
 */
export function toCard(message: Message): AdaptiveCard {
  return shorten(message, draw);
}

/** A form as an input card. @param place where it counts, sealed, if it can be sent from elsewhere */
export function toFormCard(form: Form, place?: string): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: form.title,
    body: [
      richText(form.title, { size: 'medium', weight: 'bolder' }),
      ...(form.place === undefined
        ? []
        : [richText(`For #${form.place}.`, { size: 'small', isSubtle: true })]),
      ...(form.intro === undefined ? [] : [richText(form.intro)]),
      ...form.fields.flatMap(fieldElements),
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.Execute',
            title: form.submit,
            verb: submitVerb,
            style: 'positive',
            data: { context: form.context, ...(place === undefined ? {} : { place }) },
          },
          {
            type: 'Action.Execute',
            title: 'Cancel',
            verb: cancelVerb,
            // What is needed to send it is not needed to close it.
            associatedInputs: 'none',
            data: {},
          },
        ],
      },
    ],
  };
}

function draw(message: Message): AdaptiveCard {
  const title = message.title ?? (message.blocks.length === 0 ? message.summary : undefined);
  const header: CardElement[] =
    title === undefined
      ? []
      : [
          {
            type: 'Container',
            style: headers[message.tone ?? 'neutral'],
            bleed: true,
            items: [richText(signed(message, title), { size: 'medium', weight: 'bolder' })],
          },
        ];
  const { body: mentions, ...entities } = mentionsOf(message.calls);
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: message.summary,
    ...entities,
    body: [
      ...mentions,
      ...header,
      ...bodyOf(message, title !== undefined).flatMap(blockElements),
      ...actionRows(message.buttons ?? []),
    ],
  };
}

/** Without a head the sign stands before the first words. */
function bodyOf(message: Message, hasHead: boolean): Block[] {
  const [first, ...rest] = message.blocks;
  if (hasHead || first?.kind !== 'text') return message.blocks;
  return [{ ...first, text: signed(message, first.text) }, ...rest];
}

/** The colour of a head is not seen by everybody, nor on every screen. */
function signed(message: Message, title: Text): Text {
  const sign = signOf(message);
  return sign === '' ? title : [`${sign} `, ...(typeof title === 'string' ? [title] : title)];
}

function actionRows(buttons: Button[]): CardElement[] {
  const sets: CardElement[] = [];
  for (let from = 0; from < buttons.length && sets.length < rows; from += actionsInRow) {
    const row = buttons.slice(from, from + actionsInRow);
    sets.push({ type: 'ActionSet', actions: row.map(toAction) });
  }
  const left = buttons.length - rows * actionsInRow;
  return left > 0
    ? [...sets, richText(`${left} more did not fit here.`, { isSubtle: true })]
    : sets;
}

function toAction(button: Button): Record<string, unknown> {
  const style =
    button.style === undefined
      ? {}
      : { style: button.style === 'primary' ? 'positive' : 'destructive' };
  const data = { action: button.action, value: button.value };
  const execute = { type: 'Action.Execute', title: button.label, verb: pressVerb, ...style, data };
  if (button.reason === undefined) return execute;
  const { title, label, required } = button.reason;
  return {
    type: 'Action.ShowCard',
    title: button.label,
    ...style,
    card: {
      type: 'AdaptiveCard',
      body: [
        {
          type: 'Input.Text',
          id: 'reason',
          label: `${title}. ${label}`,
          isMultiline: true,
          maxLength: 500,
          ...(required ? { isRequired: true, errorMessage: 'A reason is needed.' } : {}),
        },
        { type: 'ActionSet', actions: [execute] },
      ],
    },
  };
}
