import { GatewayError, UnavailableError, UserError } from '../../errors';
import type { Message } from '../../message';

/** A worker's answer to one query. Errors keep their kind, so that people read the worker's sentence. */
export type Reply = { ask: string } & (
  | { kind: 'message'; message: Message }
  | { kind: 'user-error'; text: string; suggestions: string[] }
  | { kind: 'gateway-error'; text: string; target: string; cmdlet?: string; errorId: string }
  | { kind: 'unavailable'; text: string }
  | { kind: 'fault'; text: string }
);

export function replyOf(ask: string, error: unknown): Reply {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof UserError) {
    return { ask, kind: 'user-error', text, suggestions: error.suggestions };
  }
  if (error instanceof GatewayError) {
    const { target, cmdlet, errorId } = error;
    return { ask, kind: 'gateway-error', text, target, errorId, ...(cmdlet && { cmdlet }) };
  }
  if (error instanceof UnavailableError) return { ask, kind: 'unavailable', text };
  return { ask, kind: 'fault', text };
}

export function errorOf(reply: Exclude<Reply, { kind: 'message' }>): Error {
  switch (reply.kind) {
    case 'user-error':
      return new UserError(reply.text, reply.suggestions);
    case 'gateway-error':
      return new GatewayError(reply.text, reply);
    case 'unavailable':
      return new UnavailableError(reply.text);
    case 'fault':
      return new Error(`The worker failed: ${reply.text}`);
  }
}
