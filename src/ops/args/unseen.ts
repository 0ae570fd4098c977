/**
 * What no reader can see and what makes a line read otherwise than it runs: control characters, marks that turn
 * text around, fillers, tags, halves of characters. Joiners stay allowed where a script or an emoji needs them, and so
 * do the selectors of how an emoji looks.
 */
const dangerous =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u2800\ufff9-\ufffb]|(?![\u200c-\u200d]|[\ufe00-\ufe0f])[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{M}]|(?![\p{scx=Latin}\p{scx=Cyrillic}\p{scx=Greek}])\p{L})[\u200c-\u200d]|(?<![\p{Emoji}\p{Extended_Pictographic}])[\ufe00-\ufe0f]/u;

/** Blanks of no width: they come along when text is copied from a page, and carry nothing. */
const widthless = /[\u00ad\u200b\u2060\ufeff]/g;

/** The first character that nobody would see, by its code (`U+202E`), or undefined. */
export function unseen(text: string): string | undefined {
  const found = dangerous.exec(text)?.[0];
  return found === undefined ? undefined : codeOf(found);
}

/** What was copied from a page as it was meant. Characters that can mislead stay, for `unseen` to find. */
export function withoutWidthless(text: string): string {
  return text.replace(widthless, '');
}

/** Every kind of blank becomes one plain blank; none at the ends. */
export function tidyBlanks(text: string): string {
  return withoutWidthless(text).replace(/\s+/gu, ' ').trim();
}

/** How a character is named that would not be seen: `U+202E`. */
export function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code}`;
}
