import type { Span } from '../message';

/** `03:42 UTC` or `2026-11-27 03:42 UTC`, as `clockTime` writes it. */
const written = /(?:\d{4}-\d\d-\d\d )?\d\d:\d\d UTC/g;

/**
 * A sentence in which the moments that are known are times of their own, so that each reader sees them in their own
 * zone. Which day `03:42 UTC` is of the sentence alone does not tell: what is none of these moments stays as written.
 */
export function withTimes(sentence: string, moments: readonly (number | undefined)[]): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { 0: text, index } of sentence.matchAll(written)) {
    const at = moments.find((moment) => moment !== undefined && utcOf(moment).endsWith(text));
    if (at === undefined) continue;
    if (index > from) spans.push(sentence.slice(from, index));
    spans.push({ time: at, text });
    from = index + text.length;
  }
  return from < sentence.length ? [...spans, sentence.slice(from)] : spans;
}

function utcOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
