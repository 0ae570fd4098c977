import { GatewayError, saidOf, UnavailableError, UserError } from '../../errors';
import type { ReadAnswer } from '../../ports/queue';
import type { Said } from '../../said';

/** A worker's reply to one question. Errors keep their kind, so that people read the worker's sentence. */
export type Reply = { ask: string } & (
  | { kind: 'answer'; answer: ReadAnswer }
  | ({ kind: 'gateway-error'; target: string; cmdlet?: string; errorId: string } & Said)
  | { kind: 'unavailable'; text: string }
  | { kind: 'fault'; text: string }
);

/** An error as data, for the process that asked: a UserError is an answer, `errorOf` makes errors of all others. */
export function replyOf(ask: string, error: unknown): Reply {
  if (error instanceof UserError) {
    const { suggestions } = error;
    return { ask, kind: 'answer', answer: { kind: 'refused', ...saidOf(error), suggestions } };
  }
  if (error instanceof GatewayError) {
    const { target, cmdlet, errorId } = error;
    const at = { target, errorId, ...(cmdlet && { cmdlet }) };
    return { ask, kind: 'gateway-error', ...saidOf(error), ...at };
  }
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof UnavailableError) return { ask, kind: 'unavailable', text };
  return { ask, kind: 'fault', text };
}

/** An error of the kind that the worker met, so that the asking process treats it as its own. */
export function errorOf(reply: Exclude<Reply, { kind: 'answer' }>): Error {
  switch (reply.kind) {
    case 'gateway-error':
      return new GatewayError(reply, reply);
    case 'unavailable':
      return new UnavailableError(reply.text);
    case 'fault':
      return new Error(`The worker failed: ${reply.text}`);
  }
}
