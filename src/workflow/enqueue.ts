import type { ChangeRequest } from '../../approvals/request';
import { RecordError } from '../errors';
import { sentences } from '../messages/sentences';
import type { Said } from '../said';
import { HeldError, moveTo, note } from './move';
import type { Records } from './parts';

/** Put an approved request to work, or say what it waits for. The reconciler tries again. */
export async function enqueue(parts: Records, approved: ChangeRequest): Promise<ChangeRequest> {
  let queued: ChangeRequest;
  try {
    queued = await moveTo(parts, approved, 'queued', {
      by: 'mtgw',
      because: sentences.queued(approved),
      change: { run: approved.run + 1 },
    });
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    return waitFor(parts, approved, error.holder);
  }
  await dispatch(parts, queued);
  return queued;
}

/** Hand a run to the workers. If this is lost, the reconciler does it again: one job for each run. */
export async function dispatch(parts: Records, request: ChangeRequest): Promise<void> {
  try {
    await parts.queue.enqueueChange(request.gateway, request.id, request.run);
  } catch (error) {
    parts.log.warn({ request: request.id, err: error }, 'not dispatched yet; the reconciler will');
  }
}

async function waitFor(
  parts: Records,
  request: ChangeRequest,
  holder: string,
): Promise<ChangeRequest> {
  const other = await findHolder(parts, holder);
  const because = whatHolds(request, holder, other);
  if (request.because === because.sentence) return request;
  return note(parts, request, 'request.waits', {
    by: 'mtgw',
    because,
    say: { sentence: because },
  });
}

/** What another tenant's change is about is told to those alone who may read of it. */
function whatHolds(request: ChangeRequest, holder: string, other: ChangeRequest | undefined): Said {
  if (other === undefined) return { sentence: sentences.held(request, holder) };
  const words = sentences.heldBy(request, other, sentences.askedBy(other));
  if (other.tenant === request.tenant) return { sentence: words };
  return { sentence: sentences.heldBy(request, other), words };
}

/** A holder whose record can't be used is named all the same: whoever asks to see it reads why. */
async function findHolder(parts: Records, id: string): Promise<ChangeRequest | undefined> {
  try {
    return await parts.store.get(id);
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}
