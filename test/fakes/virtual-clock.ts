import type { Clock } from '../../src/ports/clock';

/** Time that passes only as far as its events say: the earliest is next, and of two the one that was planned first. */
export interface VirtualTime {
  now(): number;
  /** Call it so many milliseconds from now, unless that is called off. What returns false has set nothing off. */
  after(ms: number, call: () => void | false): () => void;
  /** Let events happen, one by one, until there is none or `isOver` says so. */
  run(isOver: () => boolean): Promise<void>;
  clock: Clock;
}

interface Planned {
  at: number;
  call: (() => void | false) | undefined;
}

/** Everything that an event sets off by promises alone happens before the next event. */
export function createVirtualTime(start: number): VirtualTime {
  let now = start;
  const planned: Planned[] = [];

  function after(ms: number, call: () => void | false): () => void {
    const at = now + Math.max(0, ms);
    let place = planned.length;
    // Latest first, so that the next one is taken from the end.
    while (place > 0 && (planned[place - 1]?.at ?? 0) <= at) place -= 1;
    const made: Planned = { at, call };
    planned.splice(place, 0, made);
    return () => {
      made.call = undefined;
    };
  }

  return {
    now: () => now,
    after,
    run: (isOver) =>
      new Promise((resolve, reject) => {
        const step = () => {
          try {
            for (;;) {
              const next = isOver() ? undefined : planned.pop();
              if (next === undefined) return resolve();
              if (next.call === undefined) continue;
              now = next.at;
              if (next.call() !== false) break;
            }
            setImmediate(step);
          } catch (error) {
            reject(error);
          }
        };
        setImmediate(step);
      }),
    clock: {
      now: () => now,
      wall: () => now,
      sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    },
  };
}
