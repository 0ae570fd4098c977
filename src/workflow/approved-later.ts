import type { ChangeRequest, RequestChange } from '../../approvals/request';
import { moveTo } from './move';
import type { WorkerParts } from './parts';

/** Nothing was sent: the request goes back with its votes, and is tried again until it expires. Said once. */
export async function approvedLater(
  parts: WorkerParts,
  request: ChangeRequest,
  because: string,
  change: RequestChange = {},
): Promise<void> {
  const isSaid = request.timeline.some(({ sentence }) => sentence === because);
  const retryAt = parts.clock.now() + parts.settings.retryEveryMs;
  await moveTo(parts, request, 'approved', {
    by: 'mtgw',
    because,
    change: { ...change, retryAt },
    ...(isSaid ? {} : { say: { sentence: because, tone: 'warning' } }),
  });
}
