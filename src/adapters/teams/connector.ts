import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../ports';
import type { BotToken } from './bot-token';
import { ConnectorRefusedError } from './refused';

/*
 * The connector's REST API: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 * Microsoft's ConnectorClient would do, but it repeats a POST up to three times on its own, and knows no targeted messages.
 */

export interface ConnectorCall {
  method: 'GET' | 'POST' | 'PUT';
  /** Behind `/v3/conversations`, not encoded yet. */
  path: string[];
  /** Seen by its recipient alone. */
  targeted?: boolean;
  body?: object;
}

export type Connector = (serviceUrl: string, call: ConnectorCall) => Promise<unknown>;

const attempts = 6;
const timeoutMs = 15_000;
/** A longer wait is the caller's to plan. */
const longestPauseMs = 60_000;
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit names these, but for 503. */
const worthRepeating = new Set([412, 429, 502, 503, 504]);

/**
 * Calls Teams: waits as it says on 429, comes again when it fails or is away, renews the token once. Rejects with
 * ConnectorRefusedError when Teams says no, with the last problem when it never answered.
 */
export function createConnector(token: BotToken, log: Log, stopping: AbortSignal): Connector {
  return async (serviceUrl, call) => {
    const what = `${call.method} ${['conversations', ...call.path].join('/')}`;
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const answer: Answer = await callOnce(serviceUrl, call, token).catch((error: unknown) => {
        if (error instanceof ConnectorRefusedError) throw error;
        return { problem: error } satisfies Answer;
      });
      if ('body' in answer) return answer.body;
      let problem: unknown = answer.problem;
      let pauseMs = backoffMs(attempt);
      if (answer.refused !== undefined) {
        const { status, code, retryAfterMs } = answer.refused;
        problem = new ConnectorRefusedError(status, code, what);
        if (status === 401 && !renewed) {
          renewed = true;
          token.forget();
          continue;
        }
        if (!worthRepeating.has(status)) throw problem;
        pauseMs = retryAfterMs ?? pauseMs;
      }
      if (attempt >= attempts || pauseMs > longestPauseMs) {
        throw new Error(`Teams does not take ${what}.`, { cause: problem });
      }
      log.warn(
        { chat: 'teams', attempt, pauseMs, problem: String(problem) },
        `${what} comes again`,
      );
      await wait(pauseMs, undefined, { signal: stopping });
    }
  };
}

type Answer =
  | { body: unknown }
  | { problem?: unknown; refused?: { status: number; code: string; retryAfterMs?: number } };

async function callOnce(
  serviceUrl: string,
  { method, path, targeted, body }: ConnectorCall,
  token: BotToken,
): Promise<Answer> {
  const bearer = await token.get();
  const address = ['v3', 'conversations', ...path].map(encodeURIComponent).join('/');
  const query = targeted === true ? '?isTargetedActivity=true' : '';
  const response = await fetch(`${serviceUrl.replace(/\/+$/, '')}/${address}${query}`, {
    method,
    // The token is for this server and no other.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = readJson(await response.text());
  if (response.ok) return { body: answer };
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  return {
    refused: {
      status: response.status,
      code: codeOf(answer),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  };
}

/** Doubled each time, and a bit apart from what others do who were refused together. */
function backoffMs(attempt: number): number {
  return Math.min(100 * 2 ** attempt, 4000) * (0.75 + Math.random() / 2);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(answer: unknown): string {
  const error = (answer as { error?: { code?: unknown } } | undefined)?.error;
  return typeof error?.code === 'string' ? error.code : 'no reason given';
}

/** Seconds or a date. */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}
