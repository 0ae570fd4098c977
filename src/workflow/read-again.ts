import type { ChangeRequest } from '../../approvals/request';
import type { WorkerParts } from './parts';

const minute = 60_000;
/** After an unknown end on a remote machine, in milliseconds. */
const lookAfterMs = [5 * minute, 15 * minute] as const;

/**
 * When an unknown change is read again by itself. On a remote machine a passed deadline is no proof that the cmdlet
 * ended: only our side of the session kept it, and the far side may go on.
 * @param since when it became unknown
 */
export function looksOf(
  parts: Pick<WorkerParts, 'isRemote'>,
  request: ChangeRequest,
  since: number,
): number[] {
  const targets = (request.plan?.steps ?? []).flatMap((step) => [step, ...step.undo]);
  if (!targets.some(({ target }) => parts.isRemote(target))) return [];
  return lookAfterMs.map((after) => since + after);
}

/** Until its first reading again a cmdlet may still be under way, so nothing is run a second time before. */
export function mayStillRun(request: ChangeRequest, now: number): boolean {
  return (
    request.state === 'unknown' &&
    request.due.look !== undefined &&
    now < request.stateSince + lookAfterMs[0]
  );
}
