import type { ChangeRequest } from '../../approvals/request';
import type { Records } from './parts';

/** So long before a change takes itself back somebody is reminded. */
const reminderMs = 5 * 60_000;

/** The confirm timer of a change that is on the gateway from now on. What cannot be undone has none. */
export function confirmDue(parts: Records, request: ChangeRequest): ChangeRequest['due'] {
  if (request.plan?.irreversible !== undefined) return {};
  const confirm = parts.clock.now() + (request.policy?.confirmWithinMs ?? 0);
  return { confirm, reminder: confirm - reminderMs };
}
