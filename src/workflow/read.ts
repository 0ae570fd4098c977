import { GatewayError, saidOf, UserError } from '../errors';
import type { Message } from '../message';
import type { About, Operation, QueryOperation, StoredArgs } from '../ops/operation';
import type { Readings } from '../ops/reading';
import type { Completion, ReadAnswer, ReadJob } from '../ports/queue';
import { aboutOf } from './about';
import { findOperation } from './operations';
import type { WorkerParts } from './parts';
import { readWorld } from './read-world';

/** Answer a reading that a person waits for. What they can mend is an answer; the rest is thrown. */
export async function answerRead(parts: WorkerParts, job: ReadJob): Promise<ReadAnswer> {
  const { kind, gateway, operation: asked } = job;
  parts.log.info({ kind, gateway, operation: asked }, 'reading');
  try {
    const operation = findOperation(parts, job.operation);
    if (operation === undefined) {
      throw new UserError(`This worker does not know ${job.operation}: is it of another version?`);
    }
    const about = aboutOf(parts.inventory, { gateway, tenant: tenantOf(job) });
    if (job.kind === 'complete') {
      const completion = await completed(parts, operation, job.texts, about);
      return { kind: 'completion', completion };
    }
    if (operation.kind !== 'query')
      throw new UserError(`${job.operation} is a change, not a query.`);
    return { kind: 'message', message: await answered(parts, operation, job.args, about) };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof GatewayError)) throw error;
    const suggestions = error instanceof UserError ? error.suggestions : [];
    return { kind: 'refused', ...saidOf(error), suggestions };
  }
}

function tenantOf(job: ReadJob): string | undefined {
  if (job.kind === 'complete') return job.tenant;
  const { tenant } = job.args;
  return typeof tenant === 'string' ? tenant : undefined;
}

async function completed(
  parts: WorkerParts,
  { completing }: Operation,
  texts: Record<string, string>,
  about: About,
): Promise<Completion> {
  if (completing === undefined) return { kind: 'ready', args: texts };
  const readings = completing.reads(texts, about);
  const world = readings && (await readWorld(parts, about.gateway, readings));
  return completing.complete(texts, world, about);
}

async function answered(
  parts: WorkerParts,
  operation: QueryOperation,
  args: StoredArgs,
  about: About,
): Promise<Message> {
  const read = (readings: Readings) => readWorld(parts, about.gateway, readings);
  const world = await read(operation.reads(args, about));
  const more = operation.more && (await read(operation.more(args, world, about)));
  return operation.answer(args, world, about, more);
}
