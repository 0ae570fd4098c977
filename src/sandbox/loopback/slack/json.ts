/* Slack's JSON, of which anything may be missing or of another type. */

export type Json = Record<string, unknown>;

/** An object; anything else is an empty one, so that whatever is looked for in it is missing. */
export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/** A list; anything else is an empty one. */
export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string; anything else is an empty one, numbers too: Slack sends its ids and times as strings. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
