import type { Block, Message, Text } from '../../message';

/** Teams' figure for cards that are posted to channels; a bot's own messages may be larger. */
export const cardLimitBytes = 28 * 1024;

const notice = 'Shortened: the whole did not fit into one Teams card.';

/** Characters that one text may have, and entries that one block may have; tried from left to right. */
const tries = [
  { characters: 4000, entries: 60 },
  { characters: 1500, entries: 30 },
  { characters: 500, entries: 15 },
  { characters: 160, entries: 8 },
];

/**
 * Draw the message, cut as little as the limit needs: first long texts and lists, then whole blocks from the end.
 * Buttons and title stay, because a person must be able to act on what they see.
 */
export function shorten<T>(message: Message, draw: (message: Message) => T): T {
  const whole = draw(message);
  if (fits(whole)) return whole;
  const cutTitle = message.title === undefined ? {} : { title: cutText(message.title, 160) };
  const short = { ...message, ...cutTitle, summary: cutString(message.summary, 300) };
  for (const limit of tries) {
    const card = draw(
      withNotice(
        short,
        short.blocks.map((block) => cutBlock(block, limit)),
      ),
    );
    if (fits(card)) return card;
  }
  const least = tries.at(-1) ?? { characters: 160, entries: 8 };
  for (let keep = message.blocks.length - 1; keep > 0; keep = Math.floor(keep * 0.9)) {
    const blocks = short.blocks.slice(0, keep).map((block) => cutBlock(block, least));
    const card = draw(withNotice(short, blocks));
    if (fits(card)) return card;
  }
  return draw(withNotice(short, [{ kind: 'text', text: short.summary }]));
}

function fits(card: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(card)) < cardLimitBytes;
}

function withNotice(message: Message, blocks: Block[]): Message {
  return { ...message, blocks: [...blocks, { kind: 'note', text: notice }] };
}

type Limit = (typeof tries)[number];

function cutBlock(block: Block, limit: Limit): Block {
  switch (block.kind) {
    case 'text':
    case 'note':
      return { ...block, text: cutText(block.text, limit.characters) };
    case 'code': {
      const lines = block.text.split('\n');
      const kept = lines.slice(0, limit.entries).join('\n');
      const more =
        lines.length > limit.entries ? `\n… ${lines.length - limit.entries} more lines` : '';
      return { ...block, text: cutString(kept, limit.characters) + more };
    }
    case 'list': {
      const items = block.items
        .slice(0, limit.entries)
        .map((item) => cutText(item, limit.characters));
      const left = block.items.length - items.length;
      return { ...block, items: left > 0 ? [...items, `… and ${left} more`] : items };
    }
    case 'fields': {
      const fields = block.fields.slice(0, limit.entries).map(({ label, value }) => ({
        label: cutString(label, 80),
        value: cutText(value, limit.characters),
      }));
      const left = block.fields.length - fields.length;
      return {
        ...block,
        fields: left > 0 ? [...fields, { label: '…', value: `${left} more` }] : fields,
      };
    }
  }
}

function cutText(text: Text, limit: number): Text {
  if (typeof text === 'string') return cutString(text, limit);
  let left = limit;
  const kept: Exclude<Text, string> = [];
  for (const span of text) {
    if (left <= 0) return [...kept, '…'];
    const cut = (value: string) => cutString(value, left);
    const size = (value: string) => value.length;
    if (typeof span === 'string') {
      kept.push(cut(span));
      left -= size(span);
    } else if ('bold' in span) {
      kept.push({ bold: cut(span.bold) });
      left -= size(span.bold);
    } else if ('code' in span) {
      kept.push({ code: cut(span.code) });
      left -= size(span.code);
    } else if ('link' in span) {
      // Half an address leads nowhere.
      kept.push(size(span.link) <= left ? span : cut(span.link));
      left -= size(span.link);
    } else if ('time' in span) {
      kept.push(span);
      left -= size(span.text);
    } else {
      kept.push(span);
      left -= size(span.person);
    }
  }
  return kept;
}

/** By code points, so that no character is cut in two. */
function cutString(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, Math.max(limit, 1) - 1).join('')}…`;
}
