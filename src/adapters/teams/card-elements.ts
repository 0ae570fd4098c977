import type { Block, Text } from '../../message';

export type CardElement = { type: string } & Record<string, unknown>;

interface Looks {
  size?: 'small' | 'medium';
  weight?: 'bolder';
  isSubtle?: boolean;
  color?: 'attention';
}

/** One paragraph. Its runs are shown as written: no Markdown, no mentions. */
export function richText(text: Text, looks: Looks = {}): CardElement {
  const spans = typeof text === 'string' ? [text] : text;
  const inlines = spans.map((span) => {
    if (typeof span === 'string') return { type: 'TextRun', text: span, ...looks };
    if ('code' in span)
      return { type: 'TextRun', text: span.code, fontType: 'monospace', ...looks };
    if ('link' in span) {
      const selectAction = { type: 'Action.OpenUrl', url: span.link };
      return { type: 'TextRun', text: span.link, underline: true, ...looks, selectAction };
    }
    if ('time' in span) {
      return { type: 'TextRun', text: localTime(span.time, span.text), ...looks, weight: 'bolder' };
    }
    const text = 'bold' in span ? span.bold : span.person;
    return { type: 'TextRun', text, ...looks, weight: 'bolder' };
  });
  return { type: 'RichTextBlock', inlines };
}

/** The client puts these in the reader's own zone: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features */
function localTime(at: number, text: string): string {
  const iso = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return /^\d{4}-/.test(text) ? `{{DATE(${iso}, SHORT)}} {{TIME(${iso})}}` : `{{TIME(${iso})}}`;
}

/** A block of the neutral message as elements of a card. */
export function blockElements(block: Block): CardElement[] {
  switch (block.kind) {
    case 'text':
      return [richText(block.text)];
    case 'note':
      return [richText(block.text, { size: 'small', isSubtle: true })];
    case 'list':
      return block.items.map((item, index) => ({
        ...columns('16px', richText('•'), richText(item)),
        spacing: index === 0 ? 'default' : 'small',
      }));
    case 'fields':
      return block.fields.map(({ label, value }, index) => ({
        ...columns('130px', richText(label, { isSubtle: true }), richText(value)),
        spacing: index === 0 ? 'default' : 'small',
      }));
    case 'code':
      return [codeBox(block.text)];
  }
}

function columns(width: string, left: CardElement, right: CardElement): CardElement {
  return {
    type: 'ColumnSet',
    columns: [
      { type: 'Column', width, items: [left] },
      { type: 'Column', width: 'stretch', items: [right] },
    ],
  };
}

/** A card in a channel is so wide in its fixed font; what is longer the client would break anywhere. */
const lineLength = 48;

/** Broken at blanks; what goes on stands below its line, or beside its like where that is indented already. */
function fold(line: string): string[] {
  if (line.length <= lineLength) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const below = indent === '' ? '    ' : indent;
  const lines: string[] = [];
  let present = indent;
  // A parameter stays with its value.
  const between = line.includes(' -') ? / (?=-[A-Za-z])/ : ' ';
  for (const word of line.trim().split(between)) {
    const longer = present.trim() === '' ? `${present}${word}` : `${present} ${word}`;
    if (longer.length > lineLength && present.trim() !== '') {
      lines.push(present);
      present = `${below}${word}`;
    } else present = longer;
  }
  return [...lines, present];
}

/** A run ignores line breaks and folds blanks in some clients, so each line is a block of its own. */
function codeBox(text: string): CardElement {
  const items = text
    .split('\n')
    .flatMap(fold)
    .map((line) => ({
      type: 'RichTextBlock',
      spacing: 'none',
      inlines: [
        {
          type: 'TextRun',
          fontType: 'monospace',
          size: 'small',
          text: line.replace(/^ +/, (blanks) => '\u00A0'.repeat(blanks.length)) || '\u00A0',
        },
      ],
    }));
  return { type: 'Container', style: 'emphasis', items };
}
