import { setTimeout as wait } from 'node:timers/promises';
import { type Json, parseJson } from './json';
import type { LoopbackTeamsOptions, TeamsLimits } from './options';
import type { Trouble } from './trouble';

export interface Deliveries {
  /** Bring it to the bot, again with the same id until it is acknowledged or given up. */
  send(activity: Json, onAnswer?: (answer: Json) => void): void;
  repeatNext(): void;
  isHere(): boolean;
  settled(): Promise<void>;
  /** How the deliveries ended that the bot refused or left unanswered, oldest first. */
  failures: readonly string[];
  close(): Promise<void>;
}

const againAfterMs = 200;
const lookEveryMs = 500;

/**
 * Sends activities to the bot, again and again while it is away, until `limits.giveUpMs` are over.
 * @param authorization the header, made anew for each
 */
export function createDeliveries(
  messagesUrl: LoopbackTeamsOptions['messagesUrl'],
  authorization: () => string,
  limits: TeamsLimits,
  trouble: Trouble,
): Deliveries {
  const running = new Set<Promise<void>>();
  const failures: string[] = [];
  const closing = new AbortController();
  let repeat = false;
  let here = false;

  /** Is somebody at home? A bot that just started was not called yet. */
  const look = setInterval(() => {
    const url = messagesUrl();
    if (url === undefined) here = false;
    else {
      void fetch(url, { signal: AbortSignal.timeout(lookEveryMs * 4) }).then(
        ({ status }) => (here = status < 500),
        () => (here = false),
      );
    }
  }, lookEveryMs);
  look.unref();

  async function call(url: string, activity: Json): Promise<{ status: number; text: string }> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: authorization() },
      body: JSON.stringify(activity),
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(limits.invokeMs)]),
    });
    return { status: response.status, text: await response.text() };
  }

  async function deliver(activity: Json, onAnswer: (answer: Json) => void): Promise<void> {
    const end = Date.now() + limits.giveUpMs;
    let last = 'the bot is away';
    while (Date.now() < end && !closing.signal.aborted) {
      const url = messagesUrl();
      if (url !== undefined && !trouble.isAway()) {
        const twice = repeat;
        try {
          const { status, text } = await call(url, activity);
          here = status < 500;
          last = String(status);
          if (status < 300) {
            if (twice) {
              repeat = false;
              await call(url, activity);
            }
            const answer = parseJson(text);
            if (answer !== undefined) onAnswer(answer);
            else if (activity['type'] === 'invoke') failures.push('an invoke without an answer');
            return;
          }
          if (status < 500) break;
        } catch (error) {
          here = false;
          last = error instanceof Error ? error.message : String(error);
        }
      }
      await wait(againAfterMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
    failures.push(last);
  }

  return {
    send(activity, onAnswer = () => undefined) {
      const run = deliver(activity, onAnswer).finally(() => running.delete(run));
      running.add(run);
    },
    repeatNext: () => void (repeat = true),
    isHere: () => here,
    async settled() {
      await Promise.all(running);
    },
    failures,
    async close() {
      clearInterval(look);
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}
