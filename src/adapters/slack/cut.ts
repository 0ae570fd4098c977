import type { Block, Span, Text } from '../../message';

/** By code points, so that no character is cut in two; the ellipsis counts. The limit is in UTF-16 units, as Slack's. */
export function cutString(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const point of text) {
    if (kept.length + point.length > limit - 1) break;
    kept += point;
  }
  return `${kept}…`;
}

/** The characters of a span without its looks, as they count towards a limit. */
export function spanText(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('link' in span) return span.link;
  if ('time' in span) return span.text;
  return 'code' in span ? span.code : span.person;
}

/** A text in its one long form: a plain string is a single span. */
export function spansOf(text: Text): Span[] {
  return typeof text === 'string' ? [text] : text;
}

/** The characters of a text without its looks. */
export function plainText(text: Text): string {
  return spansOf(text).map(spanText).join('');
}

/** As `cutString`, over spans: what is kept keeps its looks. The limit is in UTF-16 units. */
export function cutText(text: Text, limit: number): Text {
  if (plainText(text).length <= limit) return text;
  const kept: Span[] = [];
  let left = limit;
  for (const span of spansOf(text)) {
    const whole = spanText(span);
    if (left > 0) kept.push(whole.length <= left ? span : withText(span, cutString(whole, left)));
    left -= whole.length;
  }
  return kept;
}

function withText(span: Span, text: string): Span {
  if (typeof span === 'string') return text;
  // Half an address leads nowhere, and half a time is another one.
  if ('link' in span || 'time' in span) return text;
  if ('bold' in span) return { bold: text };
  return 'code' in span ? { code: text } : { person: text };
}

export interface CutTo {
  /** Characters of one text. */
  characters: number;
  /** Items of a list, lines of code, fields. */
  entries: number;
}

/** The block with what is too much left out, and a word about how much that was; itself when nothing is. */
export function cutBlock(block: Block, to: CutTo): Block {
  return isWithin(block, to) ? block : cutDown(block, to);
}

function isWithin(block: Block, { characters, entries }: CutTo): boolean {
  const fits = (text: Text, part: number) => plainText(text).length <= characters / part;
  switch (block.kind) {
    case 'text':
    case 'note':
      return fits(block.text, 1);
    case 'code':
      return fits(block.text, 1) && block.text.split('\n').length <= entries;
    case 'list':
      return block.items.length <= entries && block.items.every((item) => fits(item, itemPart));
    case 'fields':
      return (
        block.fields.length <= entries &&
        block.fields.every(({ label, value }) => fits(label, labelPart) && fits(value, valuePart))
      );
  }
}

/** What an item, a label or a value may have of the characters that a whole text may have. */
const [itemPart, labelPart, valuePart] = [4, 4, 2];

function cutDown(block: Block, to: CutTo): Block {
  switch (block.kind) {
    case 'text':
    case 'note':
      return { ...block, text: cutText(block.text, to.characters) };
    case 'code':
      return { ...block, text: cutLines(block.text, to) };
    case 'list': {
      const { kept, left } = firstOf(block.items, to);
      const items = kept.map((item) => cutText(item, to.characters / itemPart));
      return { kind: 'list', items: left === 0 ? items : [...items, `… and ${left} more`] };
    }
    case 'fields': {
      const { kept, left } = firstOf(block.fields, to);
      const fields = kept.map(({ label, value }) => ({
        label: cutString(label, to.characters / labelPart),
        value: cutText(value, to.characters / valuePart),
      }));
      const more = { label: '…', value: `${left} more` };
      return { kind: 'fields', fields: left === 0 ? fields : [...fields, more] };
    }
  }
}

/** Whole lines where possible: half a cmdlet is worse than none. */
function cutLines(text: string, { characters, entries }: CutTo): string {
  const lines = text.split('\n');
  const kept: string[] = [];
  let left = characters - 30;
  for (const line of lines.slice(0, entries)) {
    left -= line.length + 1;
    if (left < 0) break;
    kept.push(line);
  }
  if (kept.length === 0) return cutString(text, characters);
  return [...kept, `… ${lines.length - kept.length} more lines`].join('\n');
}

function firstOf<T>(all: T[], { entries }: CutTo): { kept: T[]; left: number } {
  const kept = all.length <= entries ? all : all.slice(0, entries - 1);
  return { kept, left: all.length - kept.length };
}

/** Characters that a reader sees on it. */
export function lengthOf(block: Block): number {
  switch (block.kind) {
    case 'text':
    case 'note':
      return plainText(block.text).length;
    case 'code':
      return block.text.length;
    case 'list':
      return sum(block.items.map((item) => plainText(item).length + 1));
    case 'fields':
      return sum(
        block.fields.map(({ label, value }) => label.length + plainText(value).length + 3),
      );
  }
}

/** The total of lengths; 0 for none. */
export function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
