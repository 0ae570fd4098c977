/** An object of a JSON document that came from outside. */
export type Json = Record<string, unknown>;

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

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function parseJson(text: string): Json | undefined {
  try {
    return record(JSON.parse(text));
  } catch {
    return undefined;
  }
}
