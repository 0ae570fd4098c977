import { asList, asObject, asText, type Json } from './json';
import { showEmoji, showMarkup, unescape } from './mrkdwn';

/*
 * Block Kit as lines of text: what a person could read on it. Conversation files look for their expectations here,
 * so it has the shape that they know: `Label: value`, `- item`, code by four spaces, `[Button]`.
 */

/** Lines from the blocks of a message or modal, in their order; buttons of one block share a line. */
export function readBlocks(blocks: unknown): string[] {
  return asList(blocks).flatMap((block) => readBlock(asObject(block)));
}

/** A whole message. `text` is what a notification says; it is told unless the blocks say the same. */
export function readMessage(message: { text: string; blocks: unknown }): string {
  const lines = readBlocks(message.blocks);
  if (lines.length === 0) return showMarkup(message.text);
  const body = lines.join('\n');
  // Who is called by it stands before the words in both.
  const said = unescape(message.text.replace(/^(?:<[@!][^<>]+> )+/, ''));
  return body.includes(said) ? body : `${showMarkup(message.text)}\n${body}`;
}

function readBlock(block: Json): string[] {
  switch (block['type']) {
    case 'header':
      return [readText(block['text'])];
    case 'section':
      return [block['text'], ...asList(block['fields'])]
        .filter((text) => text !== undefined)
        .flatMap((text) => readText(text).split('\n'));
    case 'context':
      return asList(block['elements']).flatMap((element) => readText(element).split('\n'));
    case 'actions': {
      const labels = asList(block['elements']).map((each) => readText(asObject(each)['text']));
      return [labels.map((label) => `[${label}]`).join(' ')];
    }
    case 'rich_text':
      return asList(block['elements']).flatMap((element) => readRich(asObject(element)));
    case 'input':
      return [readInput(block)];
    default:
      return [];
  }
}

function readRich(element: Json): string[] {
  const inner = asList(element['elements']).map(asObject);
  switch (element['type']) {
    case 'rich_text_list':
      return inner.map((item) => `- ${readRich(item).join(' ')}`);
    case 'rich_text_preformatted':
      return joined(inner)
        .split('\n')
        .map((line) => `    ${line}`);
    default:
      return joined(inner).split('\n');
  }
}

function joined(elements: Json[]): string {
  return elements
    .map((element) => {
      switch (element['type']) {
        case 'text':
          return asText(element['text']);
        case 'date':
          return asText(element['fallback']);
        case 'link':
          return asText(element['text']) || asText(element['url']);
        case 'emoji':
          return `(emoji ${asText(element['name'])})`;
        default:
          return `(mention ${['user_id', 'usergroup_id', 'range'].map((of) => asText(element[of])).join('')})`;
      }
    })
    .join('');
}

/** A text object as a person reads it: markup only where its type says so, emoji unless they are off. */
export function readText(text: unknown): string {
  const { type, text: characters, emoji } = asObject(text);
  if (type === 'mrkdwn') return showMarkup(asText(characters));
  return emoji === false ? asText(characters) : showEmoji(asText(characters));
}

function readInput(block: Json): string {
  const element = asObject(block['element']);
  const options = asList(element['options']).map((option) => readText(asObject(option)['text']));
  const chosen = [element['initial_option'], ...asList(element['initial_options'])]
    .filter((option) => option !== undefined)
    .map((option) => readText(asObject(option)['text']));
  const value = asText(element['initial_value']) || chosen.join(', ');
  const choices = options.length === 0 ? '' : ` (${options.join(' | ')})`;
  const hint = block['hint'] === undefined ? '' : ` - ${readText(block['hint'])}`;
  const mark = block['optional'] === true ? '' : ' *';
  return `${readText(block['label'])}${mark}: ${value}${choices}${hint}`;
}

/** A modal: title, what is on it, and the button that sends it. */
export function readView(view: Json): string {
  const buttons = [view['submit'], view['close']]
    .filter((text) => text !== undefined)
    .map((text) => `[${readText(text)}]`)
    .join(' ');
  return [readText(view['title']), ...readBlocks(view['blocks']), buttons].join('\n');
}

export interface ShownButton {
  label: string;
  element: Json;
  blockId: string;
}

/** The buttons that a person can press on a message. Slack gives a block without an id one of its own. */
export function buttonsOf(blocks: unknown): ShownButton[] {
  return asList(blocks)
    .map(asObject)
    .filter((block) => block['type'] === 'actions')
    .flatMap((block, index) =>
      asList(block['elements'])
        .map(asObject)
        .filter((element) => element['type'] === 'button')
        .map((element) => ({
          label: readText(element['text']),
          element,
          blockId: asText(block['block_id']) || `b${index}`,
        })),
    );
}
