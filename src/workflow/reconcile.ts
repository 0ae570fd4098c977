import { decide } from '../../approvals/decide';
import type { ChangeRequest } from '../../approvals/request';
import { dispatch, enqueue } from './enqueue';
import { OutdatedError } from './move';
import type { WorkerParts } from './parts';
import { recover } from './recover';
import { settled } from './vote';

/**
 * Moving a request and enqueueing its job cannot be atomic, and workers die. So the records are compared with the
 * queue again and again, and what is missing is done. Every worker does this for the gateways it serves.
 */
export async function reconcile(parts: WorkerParts): Promise<void> {
  for (const request of await parts.store.open()) {
    if (!parts.gateways.includes(request.gateway)) continue;
    try {
      await reconcileOne(parts, request);
    } catch (error) {
      if (error instanceof OutdatedError) continue;
      parts.log.error({ request: request.id, err: error }, 'reconciling is tried again later');
    }
  }
}

async function reconcileOne(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  switch (request.state) {
    case 'planning':
      await parts.queue.enqueuePlan(request.gateway, request.id);
      return;
    case 'pending':
      // Votes that suffice were written, but the move that follows from them was not.
      if (decide(request, parts.people).decision !== 'waiting') await settled(parts, request);
      return;
    case 'approved':
      if ((request.retryAt ?? 0) <= parts.clock.now()) await enqueue(parts, request);
      return;
    case 'queued':
      if (!(await isAtWork(parts, request))) await dispatch(parts, request);
      return;
    case 'applying':
    case 'undoing':
      if (await isAtWork(parts, request)) return;
      // Never begun: the person's or the timer's move was written, its job was not.
      if (request.startedRun !== request.run) await dispatch(parts, request);
      else await recover(parts, request);
      return;
    case 'verifying':
      // Nothing is proven yet and nobody is at it. A run does that, not a reading: it may have to undo.
      if (request.gates.length === 0 && !(await isAtWork(parts, request))) {
        await dispatch(parts, request);
      }
      return;
    default:
      return;
  }
}

function isAtWork(parts: WorkerParts, request: ChangeRequest): Promise<boolean> {
  return parts.queue.hasChange(request.gateway, request.id, request.run);
}
