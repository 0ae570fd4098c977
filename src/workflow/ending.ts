import type { ChangeRequest } from '../../approvals/request';
import { dispatch } from './enqueue';
import type { Sight } from './look';
import { moveTo } from './move';
import type { WorkerParts } from './parts';

/**
 * Some changes end by themselves: a dial that nobody answers. Then the gateway reads as before, and that is the end of
 * the request, not a riddle for a person. Undo proves it by a reading of its own, in its turn on the gateway.
 * Resolves false where the operation says nothing of such an end.
 */
export async function endWhatEnded(
  parts: WorkerParts,
  request: ChangeRequest,
  found: Sight,
): Promise<boolean> {
  const because = howItEnded(parts, request, found);
  if (because === undefined) return false;
  const undoing = await moveTo(parts, request, 'undoing', {
    by: 'mtgw',
    because,
    change: { run: request.run + 1, due: {} },
    say: { sentence: because, tone: 'warning' },
  });
  await dispatch(parts, undoing);
  return true;
}

/** How what was done ended by itself, in a sentence; undefined where it did not, or cannot. */
export function howItEnded(
  parts: WorkerParts,
  request: ChangeRequest,
  found: Sight,
): string | undefined {
  if (found.kind !== 'not-applied') return undefined;
  try {
    return found.seen.ending();
  } catch (error) {
    // It changed between two readings. What is not known to have ended is not as planned.
    parts.log.warn({ request: request.id, err: error }, 'how it ended could not be read');
    return undefined;
  }
}
