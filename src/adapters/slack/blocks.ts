import type { types } from '@slack/bolt';
import { type Block, type Button, type Message, signOf, type Text } from '../../message';
import { toButtonValue } from './button-value';
import { cutString, plainText, spansOf } from './cut';
import { buttonLabelLength, buttonsPerRow, headerLength, pieceLength } from './limits';
import { mentionText, withMentions } from './mentions';
import { literal, smallPrint, textBlock, toSlackBlock } from './rich-text';
import { shorten } from './shorten';

/** As chat.postMessage takes it. `text` is for notifications and screen readers: blocks stand in its place. */
export interface SlackMessage {
  text: string;
  blocks: types.KnownBlock[];
}

/** Beyond this a message would be nothing but buttons. */
const maxRows = 10;

/**
 * The neutral message as Block Kit, within Slack's limits. What does not fit is cut, and the message says so;
 * title and buttons stay. Not in an attachment with a coloured bar: Slack folds those after a few lines.
 */
export function toSlackMessage(message: Message): SlackMessage {
  const buttons = buttonBlocks(message.buttons ?? []);
  const head = titleBlocks(message);
  const body = shorten(bodyOf(message), head.length + buttons.length).map(toSlackBlock);
  const blocks = [...head, ...body, ...buttons];
  const { calls = [] } = message;
  if (calls.length === 0) return { text: escapeText(message.summary), blocks };
  // In both: Slack does not say which of the two it notifies by.
  const text = `${calls.map(mentionText).join(' ')} ${escapeText(message.summary)}`;
  return { text, blocks: withMentions(calls, blocks) };
}

function titleBlocks(message: Message): types.KnownBlock[] {
  if (message.title === undefined) return [];
  const sign = signOf(message);
  const whole = `${sign === '' ? '' : `${sign} `}${plainText(message.title)}`;
  if (whole.length <= headerLength) return [{ type: 'header', text: literal(whole, headerLength) }];
  // A header holds one line; a longer title is still told whole, in bold.
  return [textBlock([{ bold: cutString(whole, pieceLength) }])];
}

/** Without a title the sign stands before the first words. */
function bodyOf(message: Message): Block[] {
  const { title, summary, blocks } = message;
  if (title !== undefined) return blocks;
  const sign = signOf(message);
  const [first, ...rest] = blocks;
  if (first === undefined) return [{ kind: 'text', text: signed(sign, summary) }];
  if (sign === '') return blocks;
  if (first.kind === 'text') return [{ kind: 'text', text: signed(sign, first.text) }, ...rest];
  return [{ kind: 'text', text: signed(sign, summary) }, ...blocks];
}

function signed(sign: string, text: Text): Text {
  return sign === '' ? text : [`${sign} `, ...spansOf(text)];
}

function buttonBlocks(buttons: Button[]): types.KnownBlock[] {
  const blocks: types.KnownBlock[] = [];
  const long = buttons.filter(({ label }) => label.length > buttonLabelLength);
  if (long.length > 0) {
    const whole = long.map(({ label }) => cutString(label, 500)).join('\n');
    blocks.push(smallPrint(`In full: ${cutString(whole, pieceLength - 20)}`));
  }
  const shown = buttons.slice(0, maxRows * buttonsPerRow);
  for (let from = 0; from < shown.length; from += buttonsPerRow) {
    const row = shown.slice(from, from + buttonsPerRow);
    blocks.push({ type: 'actions', elements: row.map((each, at) => toButton(each, from + at)) });
  }
  const left = buttons.length - shown.length;
  return left === 0 ? blocks : [...blocks, smallPrint(`${left} more buttons did not fit here.`)];
}

function toButton(button: Button, index: number): types.Button {
  return {
    type: 'button',
    action_id: `press.${index}`,
    text: literal(button.label, buttonLabelLength),
    value: toButtonValue(button),
    ...(button.style === undefined ? {} : { style: button.style }),
  };
}

/** Top-level text is always markup to Slack: https://docs.slack.dev/messaging/formatting-message-text */
function escapeText(text: string): string {
  const cut = cutString(text, pieceLength);
  return cut.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') || ' ';
}
