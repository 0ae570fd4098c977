import type { Args } from '../ops/arg';
import type { Word } from './read-words';

/**
 * The line that says the same, for people to learn from and for votes to be bound to: arguments in the order of
 * the declaration, values in their one spelling, no secrets. `parseLine` reads the same values from it.
 */
export function canonicalLine(name: string, args: Args, texts: Record<string, string>): string {
  const words: Word[] = [];
  for (const [key, arg] of Object.entries(args)) {
    const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
    if (text === undefined || arg.secret !== undefined) continue;
    const read = arg.schema.safeParse(text);
    const value = read.success ? arg.format(read.data) : text;
    words.push(arg.flag === true && value === 'yes' ? { name: key } : { name: key, value });
  }
  return formatLine(name, words);
}

/** A line of these words, with quotes where they are needed. */
export function formatLine(verb: string, words: readonly Word[]): string {
  const parts = words.map(({ name, value }) =>
    value === undefined ? name : `${name}=${quote(value)}`,
  );
  return [verb, ...parts].join(' ');
}

function quote(value: string): string {
  // Plain enough that no chat and no phone would touch it; a comma at the end would draw in the next word.
  if (/^[\w./:@+%-]+(,[\w./:@+%-]+)*$/.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
