import { decide } from '../../approvals/decide';
import type { ChangeRequest } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { dispatch, enqueue } from './enqueue';
import { isSameWork, moveTo, OutdatedError } from './move';
import type { WorkerParts } from './parts';
import { recover } from './recover';
import { settled } from './vote';

/**
 * Moving a request and enqueueing its job cannot be atomic, and workers die. So the records are compared with the
 * queue again and again, and what is missing is done. Every worker does this for the gateways it serves.
 */
export async function reconcile(parts: WorkerParts): Promise<void> {
  // The list grows old while it is worked through. A move is refused then, a job of an old run finds nothing to do, and
  // what is taken for dead is read anew.
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
      if (mayMoveOn(parts, request)) await settled(parts, request);
      return;
    case 'approved':
      if (request.cancelAsked !== undefined) return cancelLate(parts, request);
      if (isTime(parts, request)) await enqueue(parts, request);
      return;
    case 'queued':
      if (!(await isAtWork(parts, request))) await dispatch(parts, request);
      return;
    case 'applying':
    case 'undoing':
      if (!isTime(parts, request) || (await isAtWork(parts, request))) return;
      // Never begun: the person's or the timer's move was written, its job was not. Or its gateway was away.
      if (request.startedRun !== request.run) return dispatch(parts, request);
      return recoverDead(parts, request);
    case 'verifying':
      // Nothing is proven yet and nobody is at it. A run does that, not a reading: it may have to undo.
      if (request.gates.length > 0 || !isTime(parts, request)) return;
      if (!(await isAtWork(parts, request))) await dispatch(parts, request);
      return;
    default:
      return;
  }
}

/** Somebody asked for it while it was at work; then it came back, because nothing of it could be sent. */
async function cancelLate(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const by = request.cancelAsked?.by ?? 'mtgw';
  const because = sentences.cancelled(by);
  await moveTo(parts, request, 'cancelled', {
    by,
    because,
    change: { due: {} },
    say: { sentence: because, tone: 'warning' },
  });
}

/** Its job is gone. It may have ended well since the record was read, so what it wrote then is looked at first. */
async function recoverDead(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const newest = await parts.store.get(request.id);
  if (newest !== undefined && isSameWork(request, newest)) await recover(parts, newest);
}

/** A vote since then takes the mark away, so what it led to is not lost with the process that wrote it. */
function mayMoveOn(parts: WorkerParts, request: ChangeRequest): boolean {
  const { decision } = decide(request, parts.people);
  return decision === 'denied' || (decision === 'approved' && request.sentBack !== true);
}

/** What could not be read or sent waits for its time. */
function isTime(parts: WorkerParts, request: ChangeRequest): boolean {
  return (request.retryAt ?? 0) <= parts.clock.now();
}

function isAtWork(parts: WorkerParts, request: ChangeRequest): Promise<boolean> {
  return parts.queue.hasChange(request.gateway, request.id, request.run);
}
