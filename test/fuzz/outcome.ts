/** What came of a call: a value, or an error of a kind that is documented there. */
export type Outcome<T> = { value: T; error?: never } | { error: Error; value?: never };

type Kind = abstract new (...args: never[]) => Error;

/** Call a door. An error of any other kind than these fails the test, with its own stack. */
export function outcomeOf<T>(act: () => T, ...kinds: Kind[]): Outcome<T> {
  try {
    return { value: act() };
  } catch (error) {
    const known = kinds.some((kind) => error instanceof kind);
    if (!known) throw error;
    return { error: error as Error };
  }
}

const limitMs = 250;

/** The result of a call that must not hold up everybody else. A busy machine is asked three times. */
export function quickly<T>(act: () => T): T {
  for (let left = 2; ; left--) {
    const from = performance.now();
    const result = act();
    const took = performance.now() - from;
    if (took <= limitMs) return result;
    if (left === 0) throw new Error(`It took ${took.toFixed(0)} ms.`);
  }
}

/** What people are told: one sentence or more, and not without end. */
export function expectSentences(said: string, most: number): void {
  expect(said).toMatch(/^\S[^]*[.?!…:"]$/);
  expect(said.length).toBeLessThan(most);
}
