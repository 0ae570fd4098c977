import type { types } from '@slack/bolt';
import type { Block, Span, Text } from '../../message';
import { cutString, plainText, spansOf, spanText } from './cut';
import { pieceLength } from './limits';

/*
 * Rich text is the one kind of text in Slack whose looks are structure: what stands in it is shown as written,
 * so no data can format, link or mention anything.
 */

type Section = types.RichTextSection;

/** One block of the neutral message as a block of Slack's. */
export function toSlackBlock(block: Block): types.KnownBlock {
  switch (block.kind) {
    case 'text':
      return richText([section(spansOf(block.text))]);
    case 'fields':
      return richText([
        section(
          block.fields.flatMap(({ label, value }, index): Span[] => [
            ...(index === 0 ? [] : ['\n']),
            { bold: label },
            ': ',
            ...spansOf(value),
          ]),
        ),
      ]);
    case 'code':
      return richText([
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: block.text || ' ' }] },
      ]);
    case 'list':
      return richText([
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: (block.items.length === 0 ? [' '] : block.items).map((item) =>
            section(spansOf(item)),
          ),
        },
      ]);
    case 'note':
      return smallPrint(block.text);
  }
}

/** A text that no data in it can format, for the places where Slack's markup would be read. */
export function textBlock(text: Text): types.RichTextBlock {
  return richText([section(spansOf(text))]);
}

/** Plain text in a context block: small, grey, literal. */
export function smallPrint(text: Text): types.ContextBlock {
  return { type: 'context', elements: [literal(plainText(text), pieceLength)] };
}

/** Slack refuses empty texts; `emoji: false` keeps `:name:` in data as it is. */
export function literal(text: string, limit: number): types.PlainTextElement {
  return { type: 'plain_text', text: cutString(text, limit) || ' ', emoji: false };
}

function richText(elements: types.RichTextBlock['elements']): types.RichTextBlock {
  return { type: 'rich_text', elements };
}

function section(spans: Span[]): Section {
  const elements = spans
    .filter((span) => spanText(span) !== '')
    .map((span): Section['elements'][number] => {
      const text = spanText(span);
      if (typeof span === 'object' && 'link' in span) return { type: 'link', url: span.link };
      if (typeof span === 'object' && 'time' in span) return dateElement(span.time, text);
      if (typeof span === 'string' || 'person' in span) return { type: 'text', text };
      return { type: 'text', text, style: 'bold' in span ? { bold: true } : { code: true } };
    });
  return {
    type: 'rich_text_section',
    elements: elements.length === 0 ? [{ type: 'text', text: ' ' }] : elements,
  };
}

/** In the reader's own zone; a day that is not near is told too. */
function dateElement(at: number, fallback: string): types.RichTextDate {
  const format = /^\d{4}-/.test(fallback) ? '{date_num} {time}' : '{time}';
  return {
    type: 'date',
    timestamp: Math.floor(at / 1000),
    format,
    fallback,
    style: { bold: true },
  };
}
