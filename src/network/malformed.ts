/**
 * A text that cannot be read. `message` finishes the sentence "<where>: ..." and says what would be right.
 * `meant` is the whole text the person probably meant, to be offered as a correction.
 */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  readonly meant: string | undefined;
  constructor(message: string, meant?: string) {
    super(message);
    this.meant = meant;
  }
}

/** Enough of a text to find it again; a pasted page must not become an error message. */
export function shorten(text: string): string {
  // Whole characters: half of one is shown as none, or as another.
  return text.length > 45 ? `${text.slice(0, 44).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
