import { UserError } from '../errors';
import type { Arg } from '../ops/arg';
import type { Inbound } from '../ports/chat';
import { findLeakIn } from './leak';
import { request as requestArg } from './request-arg';
import { ended } from './show';
import { reason as reasonArg } from './verbs';

/**
 * The words that a press says, under the rules of a typed line: it ends in the same record, and everybody reads it.
 * @throws UserError with what is wrong, never repeating a secret
 */
export function readPress({
  value,
  reason,
}: Pick<Inbound & { kind: 'press' }, 'value' | 'reason'>): Record<string, string> {
  const [named = '', fingerprint] = value.split(' ');
  const request = readText(requestArg(), 'request', named);
  const because = reason?.trim() ? readReason(reason) : undefined;
  return {
    request,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(because === undefined ? {} : { because }),
  };
}

function readReason(typed: string): string {
  // First of all, so that no other sentence repeats it.
  const leak = findLeakIn(typed.trim());
  if (leak !== undefined) {
    throw new UserError(
      `${leak} is a secret, and everybody reads a reason. Nothing of it was kept. Press again, and say why without ${leak}.`,
    );
  }
  return readText(reasonArg, 'The reason', typed);
}

function readText(arg: Arg<string>, name: string, text: string): string {
  const read = arg.schema.safeParse(text);
  if (read.success) return read.data;
  throw new UserError(ended(`${name}: ${read.error.issues[0]?.message ?? 'it cannot be read'}`));
}
