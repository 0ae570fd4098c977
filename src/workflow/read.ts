import { GatewayError, saidOf, UserError } from '../errors';
import type { ReadAnswer, ReadJob } from '../ports/queue';
import { createReadContext } from './context';
import { findOperation } from './operations';
import type { WorkerParts } from './parts';

/** Answer a reading that a person waits for. What they can mend is an answer; the rest is thrown. */
export async function answerRead(parts: WorkerParts, job: ReadJob): Promise<ReadAnswer> {
  const { kind, gateway, operation: asked } = job;
  parts.log.info({ kind, gateway, operation: asked }, 'reading');
  try {
    const operation = findOperation(parts, job.operation);
    if (operation === undefined) {
      throw new UserError(`This worker does not know ${job.operation}: is it of another version?`);
    }
    if (job.kind === 'complete') {
      const context = createReadContext(parts, job);
      const completion = await operation.complete?.(job.texts, context);
      return {
        kind: 'completion',
        completion: completion ?? { kind: 'ready', args: job.texts },
      };
    }
    if (operation.kind !== 'query')
      throw new UserError(`${job.operation} is a change, not a query.`);
    const tenant = job.args['tenant'];
    const context = createReadContext(parts, {
      gateway: job.gateway,
      tenant: typeof tenant === 'string' ? tenant : undefined,
    });
    return { kind: 'message', message: await operation.answer(job.args, context) };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof GatewayError)) throw error;
    const suggestions = error instanceof UserError ? error.suggestions : [];
    return { kind: 'refused', ...saidOf(error), suggestions };
  }
}
