import type { Text } from '../message';

/** The first of a list, and how many more there are: a message has an end, and the worst stands first. */
export function capped<T extends Text>(items: readonly T[], most: number): (T | string)[] {
  const rest = items.length - most;
  return rest > 0 ? [...items.slice(0, most), `and ${rest} more`] : [...items];
}
