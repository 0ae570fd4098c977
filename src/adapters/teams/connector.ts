import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../ports/log';
import type { BotToken } from './bot-token';
import type { ConnectorClient } from 'botframework-connector';
import type { TeamsAdapter } from './cloud-adapter';
import { readProblem } from './refused';

export interface Target {
  serviceUrl: string;
  /** Seen by its recipient alone. */
  targeted?: boolean;
}

/** `what` is said of the call when it fails. The options belong to every call of the library. */
export type Connector = <T>(
  to: Target,
  what: string,
  call: (
    conversations: ConnectorClient['conversations'],
    options: { abortSignal: AbortSignal },
  ) => Promise<T>,
) => Promise<T>;

export interface Patience {
  /** For one call of the library, in milliseconds: it repeats and waits by itself, so this is not for one answer. */
  callMs: number;
  /** What takes longer is the caller's to plan. */
  longestMs: number;
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit names these, but for 503. */
const worthRepeating = new Set([412, 429, 502, 503, 504]);

/**
 * Calls Teams. The library itself repeats up to three times, some seconds long, what failed or is to wait. Around it
 * stands what takes longer, what it does not repeat (412, no answer, no token), and one new token when the old one is
 * not taken. Rejects with ConnectorRefusedError when Teams says no, with another Error after `longestMs` or when
 * stopped.
 */
export function createConnector(
  { adapter, token, log }: { adapter: TeamsAdapter; token: BotToken; log: Log },
  stopping: AbortSignal,
  { callMs, longestMs }: Patience = { callMs: 60_000, longestMs: 120_000 },
): Connector {
  return async (to, what, call) => {
    const until = Date.now() + longestMs;
    const { conversations } = adapter.connectorFor(to.serviceUrl, to);
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      // The library's own timeout leaves a timer behind when a connection fails, which holds the process.
      const patience = AbortSignal.timeout(callMs);
      const abortSignal = AbortSignal.any([stopping, patience]);
      const outcome = await call(conversations, { abortSignal }).then(
        (value) => ({ value }),
        (error: unknown) => readProblem(error, what),
      );
      if ('value' in outcome) return outcome.value;
      const { status, retryAfterMs } = outcome;
      if (status === 401 && !renewed) {
        renewed = true;
        token.forget();
        continue;
      }
      const problem = patience.aborted ? new Error('There was no answer.') : outcome.problem;
      if (status !== undefined && !worthRepeating.has(status)) throw problem;
      const pauseMs = retryAfterMs ?? backoffMs(attempt);
      const comesAgain =
        Date.now() + pauseMs < until &&
        (await wait(pauseMs, true, { signal: stopping }).catch(() => false));
      if (!comesAgain) throw new Error(`Teams does not take ${what}.`, { cause: problem });
      log.warn({ chat: 'teams', attempt, problem: String(problem) }, `${what} comes again`);
    }
  };
}

/** Doubled each time, and a bit apart from what others do who were refused together. */
function backoffMs(attempt: number): number {
  return Math.min(100 * 2 ** attempt, 4000) * (0.75 + Math.random() / 2);
}
