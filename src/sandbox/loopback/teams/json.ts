/** An object of a JSON document that came from outside. */
export type Json = Record<string, unknown>;

/** An object, or undefined for anything else, lists too. */
export function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
}

/** The objects of a list; anything else is none. */
export function listOf(value: unknown): Json[] {
  return Array.isArray(value)
    ? value.flatMap((each: unknown) => {
        const object = record(each);
        return object === undefined ? [] : [object];
      })
    : [];
}

/** A string; anything else is an empty one, as a member that is missing shows nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Undefined for what is no JSON, or no object: the bot may answer with an empty body. */
export function parseJson(text: string): Json | undefined {
  try {
    return record(JSON.parse(text));
  } catch {
    return undefined;
  }
}
