import { RefusedError, UserError } from '../errors';
import type { Records } from './parts';

/** What somebody asked for. No secret is in the line. */
interface AskedFor {
  by: string;
  chat: string;
  line: string;
  request?: string | undefined;
}

/**
 * Do what takes a right. When a rule refuses it, the audit trail says who asked for what, and by which rule it was
 * refused, before the person hears it.
 */
export async function auditRefusal<T>(
  parts: Pick<Records, 'audit' | 'clock' | 'log'>,
  { by, chat, line, request }: AskedFor,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    await writeRefusal(parts, error, { by, chat, line, request }, 'request.refused');
    // Written once: whoever is around this one has nothing more to write.
    throw new UserError(error.message);
  }
}

/** Write down who was refused, and by which rule: a reading, or a change that came to no request. */
export async function writeRefusal(
  parts: Pick<Records, 'audit' | 'clock' | 'log'>,
  { rule, message }: RefusedError,
  { by, chat, line, request }: Omit<AskedFor, 'line'> & { line?: string | undefined },
  action: 'request.refused' | 'access.refused' = 'access.refused',
): Promise<void> {
  try {
    await parts.audit.append({
      at: parts.clock.now(),
      actor: by,
      action,
      ...(request === undefined ? {} : { request }),
      detail: { rule, ...(line === undefined ? {} : { line }), chat, because: message },
    });
  } catch (unwritten) {
    // Nothing was done, so nothing must be undone: the refusal stands all the same.
    parts.log.error({ by, rule, err: unwritten }, 'a refusal could not be written to the audit');
  }
}
