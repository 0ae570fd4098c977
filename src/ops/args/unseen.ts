/**
 * What no reader can see and what makes a line read otherwise than it runs: control characters, marks that turn
 * text around, tags, halves of characters. Joiners inside emoji and of some scripts stay allowed.
 */
const dangerous =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** Blanks of no width: they come along when text is copied from a page, and carry nothing. */
const widthless = /[\u00ad\u200b\u2060\ufeff]/g;

/** The first character that nobody would see, by its code (`U+202E`), or undefined. */
export function unseen(text: string): string | undefined {
  const found = dangerous.exec(text)?.[0];
  return found === undefined ? undefined : codeOf(found);
}

export function withoutWidthless(text: string): string {
  return text.replace(widthless, '');
}

/** Every kind of blank becomes one plain blank; none at the ends. */
export function tidyBlanks(text: string): string {
  return withoutWidthless(text).replace(/\s+/gu, ' ').trim();
}

export function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code}`;
}
