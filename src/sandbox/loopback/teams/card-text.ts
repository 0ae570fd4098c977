import { type Json, listOf, record, textOf } from './json';
import { isSecret, readInput } from './card-inputs';

/* An Adaptive Card as the lines that a person reads on it. */

type Line = string | { buttons: string[] };

/** Buttons of one card stand in one line, however many rows the client makes of them. */
export function cardText(card: Json): string {
  const lines: string[] = [];
  const buttons: string[] = [];
  for (const line of [...elements(card['body']), actions(card['actions'])]) {
    if (typeof line === 'string') lines.push(line);
    else buttons.push(...line.buttons);
  }
  return [...lines, ...(buttons.length > 0 ? [buttons.join(' ')] : [])].join('\n');
}

/** What was sent along unseen: what the actions carry, and values of masked inputs. */
export function cardUnseen(card: unknown): string {
  if (Array.isArray(card)) return card.map(cardUnseen).filter(Boolean).join('\n');
  const node = record(card);
  if (node === undefined) return '';
  const own =
    node['type'] === 'Action.Execute' ? [JSON.stringify([node['verb'], node['data']])] : [];
  const masked = isSecret(node) && node['value'] !== undefined ? [textOf(node['value'])] : [];
  return [...own, ...masked, ...Object.values(node).map(cardUnseen)].filter(Boolean).join('\n');
}

function elements(list: unknown): Line[] {
  const all = listOf(list);
  return all.flatMap((element, at) => {
    if (isHint(element, all[at - 1])) return [];
    const [next] = all.slice(at + 1);
    const hint = next !== undefined && isHint(next, element) ? ` - ${runs(next)}` : '';
    return lines(element).map((line) => (typeof line === 'string' ? `${line}${hint}` : line));
  });
}

/** Small print below an input is how it is filled in. */
function isHint(element: Json, above: Json | undefined): boolean {
  const isInput = textOf(above?.['type']).startsWith('Input.');
  const [run] = listOf(element['inlines']);
  return isInput && element['type'] === 'RichTextBlock' && run?.['isSubtle'] === true;
}

function lines(element: Json): Line[] {
  switch (element['type']) {
    case 'TextBlock':
      return [textOf(element['text']).replaceAll(/<at>([^<]*)<\/at>/g, '@$1')];
    case 'RichTextBlock':
      return [runs(element)];
    case 'Container':
      return isCode(element)
        ? listOf(element['items']).map((line) =>
            `    ${runs(line).replace(/\u00A0/g, ' ')}`.replace(/^ {5}$/, '    '),
          )
        : elements(element['items']);
    case 'ColumnSet': {
      const [left = '', right = ''] = listOf(element['columns']).map((column) =>
        elements(column['items'])
          .filter((line) => typeof line === 'string')
          .join('\n'),
      );
      return [left === '•' ? `- ${right}` : `${left}: ${right}`];
    }
    case 'ActionSet':
      return [actions(element['actions'])];
    default:
      return [fieldLine(element)];
  }
}

function runs(block: Json): string {
  const inlines = Array.isArray(block['inlines']) ? (block['inlines'] as unknown[]) : [];
  return inlines
    .map((inline) => (typeof inline === 'string' ? inline : textOf(record(inline)?.['text'])))
    .map(withTimes)
    .join('');
}

/** What the client makes of its functions for moments, for a reader in UTC. */
function withTimes(text: string): string {
  return text
    .replace(/\{\{DATE\((\d{4}-\d\d-\d\d)T[\d:]+Z, SHORT\)\}\}/g, '$1')
    .replace(/\{\{TIME\([\d-]+T(\d\d:\d\d):\d\dZ\)\}\}/g, '$1 UTC');
}

function isCode(container: Json): boolean {
  const items = listOf(container['items']);
  return (
    items.length > 0 &&
    items.every((item) => listOf(item['inlines']).every((run) => run['fontType'] === 'monospace'))
  );
}

function actions(list: unknown): Line {
  return { buttons: listOf(list).map((action) => `[${textOf(action['title'])}]`) };
}

function fieldLine(element: Json): string {
  const input = readInput(element);
  if (input === undefined) return '';
  const { label, required, value, choices } = input;
  const shown = isSecret(element) ? '' : value;
  const options = choices.length > 0 ? ` (${choices.map(({ title }) => title).join(' | ')})` : '';
  return `${label}${required ? ' *' : ''}: ${shown}${options}`;
}
