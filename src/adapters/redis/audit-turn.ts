import { setTimeout as sleep } from 'node:timers/promises';

/** It is over as soon as the other process has written. */
const longestPauseMs = 3;

/** How one write of this process asks for the process's turn, while its others wait for that instead of asking as well. */
export interface TurnAsker {
  /** Resolves when this write may be sent: at once, unless another one asks. */
  ready(): Promise<void>;
  /** It was told that it is another process's turn. Resolves when it is worth asking again. */
  wait(): Promise<void>;
  /** It was told anything else, or ended: nobody has to wait for it. */
  done(): void;
}

/** @returns makes the asker of one write */
export function createTurnAskers(): () => TurnAsker {
  let asked: Promise<void> | undefined;
  return () => {
    let end: (() => void) | undefined;
    return {
      async ready() {
        while (asked !== undefined && end === undefined) await asked;
      },
      async wait() {
        if (asked !== undefined && end === undefined) return;
        asked ??= new Promise((resolve) => {
          end = resolve;
        });
        await sleep(1 + Math.random() * longestPauseMs);
      },
      done() {
        if (end === undefined) return;
        end();
        end = undefined;
        asked = undefined;
      },
    };
  };
}
