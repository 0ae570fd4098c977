import { withoutWidthless } from '../ops/args/unseen';

/**
 * What a chat and a phone made of a line, undone: markup, typographic quotes and dashes, odd blanks, full-width
 * letters, back-ticks around the whole, and the bot's own name in front. Only such dressing is removed; every
 * word stays. Our own canonical lines need none of this and must not go through it: they may hold a literal `&amp;`.
 */
export function normalise(typed: string): string {
  const unmarked = decodeEntities(withoutMarkup(typed));
  const plain = withoutWidthless(narrow(unmarked)).replace(/[^\S\r\n\t ]/gu, ' ');
  const line = withoutAddress(straighten(plain).trim());
  // A phone makes one long dash of the two in front of `--now`.
  return outsideQuotes(line, (part) =>
    part.replace(/(^|\s)[\u2013-\u2015](?=\p{L})/gu, '$1--').replace(/[\u2010-\u2015\u2212]/g, '-'),
  );
}

/** What stands in a message line by line, or with `;` or `&&` between; what is in quotes is one piece. Normalised. */
export function linesOf(typed: string): string[] {
  const parted = outsideQuotes(normalise(typed), (part) =>
    part.replace(/[\r\n]+|\s(?:&&|;)\s/g, '\0'),
  );
  return parted
    .split('\0')
    .map((line) => withoutAddress(line.trim()))
    .filter((line) => line !== '');
}

const wrappers = 'p|div|span|br|code|pre';

function withoutMarkup(text: string): string {
  return (
    text
      // The account spoken to, in front: Slack's <@U1>, Teams' <at>mtgw</at>.
      .replace(
        /^\s*(?:<@[^<>|]{1,40}(?:\|[^<>]{0,80})?>|<at(?:\s[^<>]{0,80})?>[^<>]{0,80}<\/at>)/i,
        ' ',
      )
      .replace(/<at(?:\s[^<>]{0,80})?>([^<>]{0,80})<\/at>/gi, '@$1')
      // Slack: people stay accounts, channels and links give back what was typed.
      .replace(/<@([^<>|]{1,40})\|[^<>]{0,80}>/g, '<@$1>')
      .replace(/<#[^<>|]{1,40}\|([^<>]{1,80})>/g, '#$1')
      .replace(/<!(here|channel|everyone)(?:\|[^<>]{0,80})?>/g, '@$1')
      .replace(/<(?:https?|mailto|tel|ftp):[^<>|\s]{1,2000}\|([^<>]{1,2000})>/gi, '$1')
      .replace(/<(?:mailto|tel):([^<>|\s]{1,2000})>/gi, '$1')
      .replace(/<((?:https?|ftp):[^<>|\s]{1,2000})>/gi, '$1')
      .replace(new RegExp(`</?(?:${wrappers})(?:\\s[^<>]{0,200})?/?>`, 'gi'), ' ')
  );
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
};

/** In one pass, so that somebody's literal `&amp;lt;` stays the text `&lt;`. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos|nbsp|#39);/g, (found) => entities[found] ?? found);
}

/** Full-width letters and signs of an East Asian keyboard. */
function narrow(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) =>
    String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
}

/** Typographic quotes become straight ones, but for those inside a text that is in straight ones already. */
function straighten(text: string): string {
  return outsideQuotes(text, (part) => part.replace(/[“”„‟«»″]/g, '"').replace(/[‘’‚‛′]/g, "'"));
}

function outsideQuotes(text: string, change: (part: string) => string): string {
  let [done, from] = ['', 0];
  for (;;) {
    const start = text.indexOf('"', from);
    const end = start < 0 ? -1 : closing(text, start);
    // Behind a quote that nothing closes there is none that begins.
    if (end < 0) return done + change(text.slice(from));
    done += change(text.slice(from, start)) + text.slice(start, end + 1);
    from = end + 1;
  }
}

/** Where the quote ends that begins there, or -1. */
function closing(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at;
    if (text[at] === '\\') at++;
  }
  return -1;
}

function withoutAddress(line: string): string {
  const bare = withoutTicks(line).replace(/^[/@]?mtgw(?:[:,]?\s+|[:,]?$)/i, '');
  return withoutTicks(bare.trim());
}

function withoutTicks(line: string): string {
  const fence = /^(`+)(?!`)([^`]+)\1$/s.exec(line);
  return fence?.[2]?.trim() ?? line;
}
