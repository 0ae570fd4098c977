/** Numbers that are the same for the same seed, on every machine (mulberry32). */
export interface RandomNumbers {
  /** From 0 up to 1. */
  next(): number;
  pick<T>(from: readonly T[]): T;
}

export function createRandomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  // The first few of neighbouring seeds are alike.
  for (let i = 0; i < 4; i++) next();
  return { next, pick: (from) => from[Math.floor(next() * from.length)] as never };
}
