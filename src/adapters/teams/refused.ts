/** Teams answered no, and asking again would not help. */
export class ConnectorRefusedError extends Error {
  override readonly name = 'ConnectorRefusedError';
  readonly status: number;
  /** Teams' own word for it, such as BotNotInConversationRoster. */
  readonly code: string;
  constructor(status: number, code: string, what: string) {
    super(`Teams refused ${what} (${status} ${code}).`);
    this.status = status;
    this.code = code;
  }
}

/** Is it Teams' refusal with one of these HTTP statuses? False when the network failed. */
export function isRefused(error: unknown, ...statuses: number[]): boolean {
  return error instanceof ConnectorRefusedError && statuses.includes(error.status);
}

/** The library's RestError by its shape: its class is not exported to us, and it holds the request with the token. */
interface RestError {
  statusCode?: unknown;
  code?: unknown;
  response?: { headers?: { get(name: string): string | undefined } };
}

export interface Problem {
  problem: Error;
  /** What Teams answered; undefined when it did not. */
  status?: number;
  retryAfterMs?: number;
}

/**
 * Why a call of the library failed.
 * @throws Error when asking again would change nothing (the bot gets no token) or too much (Teams has taken it, but its
 * answer cannot be read)
 */
export function readProblem(error: unknown, what: string): Problem {
  if (error instanceof ConnectorRefusedError) throw error;
  if (!(error instanceof Error)) return { problem: new Error(String(error)) };
  const { statusCode: status, code, response } = error as Error & RestError;
  if (typeof status !== 'number') return { problem: error };
  if (status < 300) throw new Error(`Teams took ${what}, but its answer cannot be read.`);
  const reason = typeof code === 'string' ? code : 'no reason given';
  const problem = new ConnectorRefusedError(status, reason, what);
  const retryAfterMs = readRetryAfter(response?.headers?.get('retry-after'));
  return { problem, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Seconds or a date. */
function readRetryAfter(value = ''): number | undefined {
  if (value.trim() === '') return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}
