/** As it would come back from Redis: plain data without what is undefined, and nobody's to change. */
export function frozenCopy<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  // What is frozen was copied before, down to its leaves.
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(copy));
  const made: Record<string, unknown> = {};
  for (const [name, held] of Object.entries(value)) {
    if (held !== undefined) made[name] = copy(held);
  }
  return Object.freeze(made);
}
