import type { ChangeRequest } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { type Standing, standing } from '../../approvals/standing';
import { moveTo, note } from './move';
import { inContext } from './operations';
import type { WorkerParts } from './parts';

export type Sight = Standing | { kind: 'unreadable'; message: string };

/** Read the gateway and say where the plan stands on it. */
export async function look(parts: WorkerParts, request: ChangeRequest): Promise<Sight> {
  const { plan } = request;
  if (plan === undefined) throw new Error(`${request.id} has no plan to compare with.`);
  try {
    return standing(plan, await inContext(parts, request).observe());
  } catch (error) {
    parts.log.warn({ request: request.id, err: error }, 'the gateway could not be read');
    // Whatever the reason, nothing is known then; a request must never hang on a reading that throws.
    return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Leave it to a person, with what the reading found. */
export async function stick(
  parts: WorkerParts,
  request: ChangeRequest,
  found: Sight,
  why = '',
  as: 'stuck' | 'unknown' = 'stuck',
): Promise<void> {
  const because = [why, sentences.found(request, found)].filter(Boolean).join(' ');
  await moveTo(parts, request, as, {
    by: 'mtgw',
    because,
    change: { found: found.kind, due: {} },
    say: { sentence: because, tone: 'bad' },
  });
}

/** A new reading for a request that a person must settle. It moves nothing. */
export async function lookAgain(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const found = await look(parts, request);
  const because = sentences.found(request, found);
  await note(parts, request, 'reading.taken', {
    by: 'mtgw',
    because,
    change: { found: found.kind },
    say: { sentence: because },
  });
}
