/** Lets one through at a time, in the order of arrival. Nothing is ever queued inside node-powershell. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();
  #inside = 0;

  /** How many are inside or waiting. */
  get load(): number {
    return this.#inside;
  }

  /**
   * Resolves with the function that lets the next one in, or undefined when `timeoutMs` or the signal ended the
   * wait first.
   */
  async enter(
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<(() => void) | undefined> {
    if (signal?.aborted) return undefined;
    const before = this.#last;
    let leave = (): void => {};
    this.#last = new Promise((resolve) => {
      leave = () => {
        this.#inside--;
        resolve();
      };
    });
    this.#inside++;
    if (this.#inside === 1) return leave;
    let giveUp = (): void => {};
    let timer: NodeJS.Timeout | undefined;
    const gaveUp = new Promise<false>((resolve) => {
      giveUp = () => resolve(false);
      timer = setTimeout(giveUp, timeoutMs);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
    const mine = await Promise.race([before.then(() => true as const), gaveUp]);
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
    if (mine) return leave;
    // Our place is kept until it comes, then given away at once.
    before.then(leave, leave);
    return undefined;
  }
}
