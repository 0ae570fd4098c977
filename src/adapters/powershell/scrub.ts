const HIDDEN = '•••';

/**
 * Plain data with every secret taken out of every text in it, property names excepted. Longest first, so that one
 * secret inside another leaves no rest.
 */
export function scrub<T>(value: T, secrets: readonly string[]): T {
  const hidden = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  if (hidden.length === 0) return value;

  function clean(held: unknown): unknown {
    if (typeof held === 'string') {
      return hidden.reduce((text, secret) => text.replaceAll(secret, HIDDEN), held);
    }
    if (Array.isArray(held)) return held.map(clean);
    if (typeof held !== 'object' || held === null) return held;
    return Object.fromEntries(Object.entries(held).map(([key, item]) => [key, clean(item)]));
  }

  return clean(value) as T;
}
