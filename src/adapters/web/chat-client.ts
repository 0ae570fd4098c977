import { setTimeout as wait } from 'node:timers/promises';
import { type ChatName, MessageGoneError } from '../../ports/chat';
import type { Log } from '../../ports/log';
import { type JsonAnswer, requestJson } from './json-request';

/** What came back was not what was asked for, and asking again would not help. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const attempts = 6;
const timeoutMs = 5000;

/**
 * Calls the chat platform. Waits as told on 429, comes again when it is away (for about 6 s), and rejects with
 * MessageGoneError on 404, else with RefusedError.
 */
export class ChatClient {
  readonly #base: string;
  readonly #token: string;
  readonly #log: Log;

  constructor(chat: ChatName, platformUrl: string, token: string, log: Log) {
    this.#base = `${platformUrl.replace(/\/$/, '')}/bot/${chat}`;
    this.#token = token;
    this.#log = log;
  }

  async call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    let problem: unknown;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      let pauseMs = Math.min(100 * 2 ** attempt, 3000);
      try {
        const answer = await this.once(method, path, body);
        if (answer.status < 300) return answer.body;
        problem = refusal(answer, method, path);
        if (answer.status !== 429 && answer.status < 500) throw problem;
        pauseMs = answer.retryAfterMs ?? pauseMs;
      } catch (error) {
        if (error === problem) throw error;
        problem = error;
      }
      if (attempt === attempts) break;
      this.#log.warn({ path, attempt, pauseMs, problem: String(problem) }, 'chat call comes again');
      await wait(pauseMs, undefined, signal === undefined ? {} : { signal });
    }
    throw new Error(`The chat platform does not answer ${method} ${path}.`, { cause: problem });
  }

  /** One attempt; rejects when nothing came back. */
  once(method: string, path: string, body?: unknown): Promise<JsonAnswer> {
    return requestJson(`${this.#base}${path}`, { method, bearer: this.#token, body, timeoutMs });
  }
}

function refusal({ status, body }: JsonAnswer, method: string, path: string): Error {
  const said =
    typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : 'no reason';
  if (status === 404 && said === 'message_not_found') return new MessageGoneError(said);
  return new RefusedError(
    status,
    `The chat platform refused ${method} ${path} (${status}): ${said}`,
  );
}
