import { checkElement } from './check-elements';
import { checkText } from './check-text';
import { asList, asObject, asText, type Json } from './json';

/*
 * What Slack refuses as `invalid_blocks`, from docs.slack.dev/reference/block-kit. A block that the bot does not use
 * counts as unknown: it is to be added here, with its limits, before it is sent.
 */

export type Surface = 'message' | 'modal';

/** One sentence for each finding; empty when Slack would take them. */
export function blockProblems(blocks: unknown, surface: Surface): string[] {
  if (!Array.isArray(blocks)) return ['blocks is not a list'];
  const most = surface === 'message' ? 50 : 100;
  const count =
    blocks.length > most ? [`no more than ${most} items allowed: ${blocks.length}`] : [];
  const ids = blocks.map((block) => asText(asObject(block)['block_id'])).filter((id) => id !== '');
  const twice = new Set(ids).size < ids.length ? ['a block_id is used twice'] : [];
  return [...count, ...twice, ...blocks.flatMap((block, n) => at(`blocks/${n}`, block, surface))];
}

function at(path: string, block: unknown, surface: Surface): string[] {
  const found = checkBlock(asObject(block), surface);
  return found.map((problem) => `${path}: ${problem}`);
}

function checkBlock(block: Json, surface: Surface): string[] {
  const id = asText(block['block_id']).length > 255 ? ['block_id is over 255'] : [];
  switch (block['type']) {
    case 'header':
      return [...id, ...checkText(block['text'], 150, ['plain_text'])];
    case 'section':
      return [...id, ...checkSection(block)];
    case 'context':
      return [
        ...id,
        ...between(asList(block['elements']), 1, 10),
        ...asList(block['elements']).flatMap((each) => checkText(each, 3000)),
      ];
    case 'actions':
      return [
        ...id,
        ...between(asList(block['elements']), 1, 25),
        ...uniqueActions(asList(block['elements'])),
        ...asList(block['elements']).flatMap((each) => checkElement(asObject(each), 'actions')),
      ];
    case 'rich_text':
      return [
        ...id,
        ...between(asList(block['elements']), 1, 1000),
        ...asList(block['elements']).flatMap((each) => checkRich(asObject(each), topRich)),
      ];
    case 'input':
      return surface === 'message' ? ['input is for modals'] : [...id, ...checkInput(block)];
    case 'divider':
      return id;
    default:
      return [`unsupported block ${String(block['type'])}`];
  }
}

function checkSection(block: Json): string[] {
  const fields = asList(block['fields']);
  if (block['text'] === undefined && fields.length === 0) return ['section has no text'];
  return [
    ...(block['text'] === undefined ? [] : checkText(block['text'], 3000)),
    ...(fields.length > 10 ? [`no more than 10 fields: ${fields.length}`] : []),
    ...fields.flatMap((field) => checkText(field, 2000)),
  ];
}

function checkInput(block: Json): string[] {
  return [
    ...checkText(block['label'], 2000, ['plain_text']),
    ...(block['hint'] === undefined ? [] : checkText(block['hint'], 2000, ['plain_text'])),
    ...checkElement(asObject(block['element']), 'input'),
  ];
}

const topRich = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted'];
const inlineRich = ['date', 'text', 'link', 'emoji', 'user', 'usergroup', 'channel', 'broadcast'];

function checkRich(element: Json, allowed: string[]): string[] {
  const { type, elements } = element;
  if (!allowed.includes(asText(type))) return [`${String(type)} does not belong here`];
  if (type === 'rich_text_list' && !['bullet', 'ordered'].includes(asText(element['style']))) {
    return ['a list has a style'];
  }
  const inner = type === 'rich_text_list' ? ['rich_text_section'] : inlineRich;
  if (topRich.includes(asText(type))) {
    return [
      ...between(asList(elements), 1, 1000),
      ...asList(elements).flatMap((each) => checkRich(asObject(each), inner)),
    ];
  }
  const text = asText(element['text']);
  if (type === 'date') return checkDate(element);
  if (type !== 'text') return [];
  return text.length === 0 ? ['text must be more than 0 characters'] : over(text, 3000);
}

/** docs.slack.dev/reference/block-kit/blocks/rich-text-block: seconds, and a format with a token in it. */
function checkDate({ timestamp, format }: Json): string[] {
  const isSeconds = Number.isInteger(timestamp) && Number(timestamp) < 1e11;
  const hasToken = /\{(date|time|ago|day)\w*\}/.test(asText(format));
  return isSeconds && hasToken ? [] : ['a date needs seconds and a format'];
}

function over(text: string, limit: number): string[] {
  return text.length > limit ? [`text is over ${limit}: ${text.length}`] : [];
}

function between(list: unknown[], least: number, most: number): string[] {
  return list.length < least || list.length > most
    ? [`${list.length} elements, allowed are ${least} to ${most}`]
    : [];
}

function uniqueActions(elements: unknown[]): string[] {
  const ids = elements.map((element) => asText(asObject(element)['action_id']));
  return new Set(ids).size < ids.length ? ['an action_id is used twice in one block'] : [];
}
