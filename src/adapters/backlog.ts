/** So many are worked on at once: what they need of the process is what an acknowledgement waits for. */
const most = 1;

/**
 * So long one waits behind others at most, in milliseconds: those may wait for a gateway themselves, and newcomers may
 * never end.
 */
const patienceMs = 50;

export interface Backlog {
  /** Something came in, and is to be acknowledged. */
  arrived(): void;
  /** Do that once nothing comes in and none is worked on, behind what was put here before. */
  add<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Acknowledgements go before work: the platforms wait for them, and what one event needs would stand before those that
 * came with it. Work begins in the order in which it came, one piece in a turn of the event loop, after one in which
 * nothing arrived; Node accepts one connection in each.
 */
export function createBacklog(): Backlog {
  const waiting: (() => Promise<void>)[] = [];
  let [isQuiet, since, running] = [true, 0, 0];
  let stopLooking = () => {};

  function look(): void {
    const late = performance.now() - since >= patienceMs;
    if ((isQuiet && running < most) || late) begin();
    isQuiet = true;
    lookAgain();
  }

  function lookAgain(): void {
    stopLooking();
    if (waiting.length === 0) return;
    if (running < most) {
      const turn = setImmediate(look);
      stopLooking = () => clearImmediate(turn);
    } else {
      const timer = setTimeout(look, Math.max(0, since + patienceMs - performance.now()));
      stopLooking = () => clearTimeout(timer);
    }
  }

  function begin(): void {
    const work = waiting.shift();
    since = performance.now();
    running += 1;
    void work?.().finally(() => {
      running -= 1;
      lookAgain();
    });
  }

  return {
    arrived() {
      isQuiet = false;
    },
    add: (work) =>
      new Promise((resolve, reject) => {
        waiting.push(() => Promise.resolve().then(work).then(resolve, reject));
        if (waiting.length > 1) return;
        since = performance.now();
        lookAgain();
      }),
  };
}
