import { setTimeout as wait } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { fetchBy } from '../../outbound/fetch';
import type { ProxyFor } from '../../outbound/proxy-for';
import type { Log } from '../../ports/log';

const invite = ['Is the bot in that channel? Invite it there with /invite.'];

/** What to do about refusals that the settings of Slack cause. */
const advice: Partial<Record<string, string[]>> = {
  channel_not_found: invite,
  not_in_channel: invite,
  missing_scope: ["Compare the app's scopes with the manifest, and install it again."],
};

/** Slack's own short name of what it refused: `channel_not_found`, `invalid_blocks` ... */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly reason: string;
  constructor(method: string, reason: string, details: string[] = []) {
    super([`Slack refused ${method}: ${reason}.`, ...details, ...(advice[reason] ?? [])].join(' '));
    this.reason = reason;
  }
}

export type CallSlack = (
  method: string,
  body: Record<string, unknown>,
  /** Ends the waiting for another attempt. */
  signal?: AbortSignal,
) => Promise<unknown>;

const attempts = 6;
/** Slack is at fault, and may not be the next time. */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/**
 * Calls Slack's Web API. Waits as told on 429, and comes again when nothing came back (for about 6 s): so a call may
 * be carried out twice. Rejects with SlackRefusal when Slack said no. Slack's own retrying is off, because on a 429 it
 * holds up every other call too, and a form has 3 s.
 */
export function createCallSlack(options: {
  token: string;
  apiUrl?: string | undefined;
  proxyFor?: ProxyFor | undefined;
  logger: webApi.Logger;
  log: Log;
}): CallSlack {
  const send = fetchBy(options.proxyFor);
  const client = new webApi.WebClient(options.token, {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    // Every failure of a call is thrown, and told by us.
    logger: { ...options.logger, warn: () => {} },
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: 10_000,
    fetch: async (url, { body = '', ...call } = {}) => {
      // Only an upload is a form, and the bot has none.
      if (typeof body !== 'string') throw new Error('The bot sends no files.');
      return await send(String(url), { ...call, body, redirect: 'error' });
    },
  });
  return async (method, body, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await client.apiCall(method, body);
      } catch (error) {
        const problem = explain(method, error);
        const isLast = attempt === attempts || signal?.aborted === true;
        if (problem.pauseMs === undefined || isLast) throw problem.error;
        const pauseMs = problem.pauseMs ?? Math.min(100 * 2 ** attempt, 3000);
        options.log.warn(
          { chat: 'slack', method, attempt, pauseMs, problem: problem.error.message },
          'a call to Slack comes again',
        );
        await wait(pauseMs, undefined, signal === undefined ? {} : { signal });
      }
    }
  };
}

/** `pauseMs` is absent when asking again would not help, null when nobody said how long to wait. */
function explain(method: string, error: unknown): { error: Error; pauseMs?: number | null } {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { error: new SlackRefusal(method, 'ratelimited'), pauseMs: error.retryAfter * 1000 };
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const { error: reason, response_metadata: more } = error.data;
    const refusal = new SlackRefusal(method, reason, more?.messages);
    return passing.has(reason) ? { error: refusal, pauseMs: null } : { error: refusal };
  }
  const status = error instanceof webApi.WebAPIHTTPError ? error.statusCode : undefined;
  const said = status === undefined ? '' : ` (HTTP ${status})`;
  const away = new Error(`Slack does not answer ${method}${said}.`, { cause: error });
  return status !== undefined && status < 500 ? { error: away } : { error: away, pauseMs: null };
}
