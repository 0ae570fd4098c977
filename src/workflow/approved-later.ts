import type { ChangeRequest, RequestChange } from '../../approvals/request';
import { type Sayable, toSaid } from '../said';
import { moveTo } from './move';
import type { WorkerParts } from './parts';

/**
 * Nothing of this change was ever sent, so the run that began it counts for nothing: it goes back to approved, and
 * expires when it was due to.
 */
export function backToApproved(
  parts: WorkerParts,
  request: ChangeRequest,
  because: Sayable,
): Promise<void> {
  const expiry = request.expiresAt ?? parts.clock.now() + (request.policy?.expiresAfterMs ?? 0);
  return approvedLater(parts, request, because, { startedRun: 0, due: { expiry } });
}

/** Nothing was sent: the request goes back with its votes, and is tried again until it expires. Said once. */
export async function approvedLater(
  parts: WorkerParts,
  request: ChangeRequest,
  because: Sayable,
  change: RequestChange = {},
): Promise<void> {
  const { sentence: said } = toSaid(because);
  const isSaid = request.timeline.some(({ sentence }) => sentence === said);
  const retryAt = parts.clock.now() + parts.settings.retryEveryMs;
  await moveTo(parts, request, 'approved', {
    by: 'mtgw',
    because,
    change: { ...change, retryAt },
    ...(isSaid ? {} : { say: { sentence: because, tone: 'warning' } }),
  });
}
