import { codeOf, unseen } from '../ops/args/unseen';

/** A word of the person's line, quoted for a sentence: cut when long, invisible characters by their code. */
export function show(word: string): string {
  const letters = Array.from(word);
  const cut = letters.length > 40 ? [...letters.slice(0, 39), '…'] : letters;
  return `"${visible(cut.join(''))}"`;
}

/** Invisible characters by their code. */
export function visible(text: string): string {
  return Array.from(text, (letter) =>
    unseen(letter) === undefined ? letter : `<${codeOf(letter)}>`,
  ).join('');
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** End a sentence, unless it ends by itself. */
export function ended(sentence: string): string {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
