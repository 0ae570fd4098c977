/** Throws, where an expression is wanted. */
export function fail(error: Error): never {
  throw error;
}
