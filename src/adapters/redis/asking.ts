import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { UnavailableError } from '../../errors';
import type { Log } from '../../ports/log';
import type { ReadAnswer } from '../../ports/queue';
import { listeningTwin } from './connect';
import type { Keys } from './keys';
import { errorOf, type Reply } from './replies';

interface Waiting {
  resolve: (answer: ReadAnswer) => void;
  reject: (error: Error) => void;
}

export interface Asking {
  /**
   * Hand a question to `send` and wait for its answer.
   * @throws UnavailableError when there is none in time; else what the worker threw
   */
  ask(
    gateway: string,
    timeoutMs: number,
    send: (ask: string, replyTo: string) => Promise<void>,
  ): Promise<ReadAnswer>;
  close(): void;
}

/**
 * Answers come back on a channel of this process: one subscription for all questions, no polling and nothing
 * left behind. One that is lost while Redis is away is a question that was not answered in time.
 */
export function createAsking(redis: Redis, keys: Keys, log: Log): Asking {
  const channel = keys.channels.replies(randomUUID());
  const waiting = new Map<string, Waiting>();
  let ears: Redis | undefined;
  let listening: Promise<unknown> | undefined;

  function listen(): Promise<unknown> {
    if (listening) return listening;
    ears = listeningTwin(redis, log);
    ears.on('message', (_channel, text) => {
      const reply = JSON.parse(text) as Reply;
      const asked = waiting.get(reply.ask);
      if (reply.kind === 'answer') asked?.resolve(reply.answer);
      else asked?.reject(errorOf(reply));
    });
    listening = ears.subscribe(channel);
    return listening;
  }

  return {
    async ask(gateway, timeoutMs, send) {
      const id = randomUUID();
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise<ReadAnswer>((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          timer = setTimeout(() => {
            const seconds = Math.round(timeoutMs / 100) / 10;
            reject(
              new UnavailableError(
                `No worker answered for ${gateway} within ${seconds} s. Try again.`,
              ),
            );
          }, timeoutMs);
          listen()
            .then(() => send(id, channel))
            .catch(reject);
        });
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
      }
    },
    close() {
      for (const { reject } of waiting.values()) {
        reject(new UnavailableError('The bot is stopping. Ask again in a moment.'));
      }
      ears?.disconnect();
    },
  };
}
