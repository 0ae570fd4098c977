import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '../../message';
import type { InvokeAnswer } from './receive';

/** So long the client is kept waiting for the first words, in milliseconds: Teams gives up after ten seconds. */
const patienceMs = 1500;

export interface FirstWords {
  /** What is said to the person who pressed. */
  hear(message: Message): void;
  /** The line below the card: those words, once they are there, or that none came. */
  answer(done: Promise<void>): Promise<InvokeAnswer>;
}

/** Teams shows the answer to a press for a moment: a refusal belongs there, and not "mtgw has it." */
export function createFirstWords(): FirstWords {
  let say: (line: string) => void = () => {};
  const said = new Promise<string>((resolve) => {
    say = resolve;
  });
  return {
    hear: ({ summary, confidential }) => {
      if (confidential === undefined) say(summary);
    },
    async answer(done) {
      const late = new AbortController();
      const line = await Promise.race([
        said,
        done.then(() => 'mtgw has it.'),
        wait(patienceMs, 'mtgw is at it.', { signal: late.signal, ref: false }),
      ]);
      late.abort();
      return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: line };
    },
  };
}
