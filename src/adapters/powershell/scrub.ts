const HIDDEN = '•••';

/**
 * Plain data with every secret taken out of every text in it, property names excepted: readings go by them. Longest
 * first, so that one secret inside another leaves no rest. What is shared stays shared: a few hundred bytes of a gateway's
 * answer can put the same list twice into a list, again and again, and would be millions of lists if each were walked.
 */
export function scrub<T>(value: T, secrets: readonly string[]): T {
  const hidden = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  if (hidden.length === 0) return value;

  const cleaned = new Map<object, unknown>();
  const words = (text: string) =>
    hidden.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);

  function clean(held: unknown): unknown {
    if (typeof held === 'string') return words(held);
    if (typeof held !== 'object' || held === null) return held;
    const known = cleaned.get(held);
    if (known !== undefined) return known;
    const fresh = Array.isArray(held)
      ? held.map(clean)
      : Object.fromEntries(Object.entries(held).map(([key, item]) => [key, clean(item)]));
    cleaned.set(held, fresh);
    return fresh;
  }

  return clean(value) as T;
}
