import { usualReadAgainMs } from '../../approvals/policy';
import type { ChangeRequest, RequestChange } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { around, type Sayable, toSaid } from '../said';
import { stick } from './look';
import { note } from './move';
import type { WorkerParts } from './parts';

/** The longest pause, in first pauses: 5 minutes where the first is 15 seconds. */
const longest = 20;

/**
 * A gateway that cannot be read is no finding, and a call that never left changes nothing: the request stays where it
 * stands, keeps its timers, and is taken up again after a pause that grows. Said once.
 * @param again 'run': as a new run, from a reading. 'recover': by the recovery, which leaves the rest to a person.
 * @returns false when the policy's patience is over, and nothing was written
 */
export async function tryLater(
  parts: WorkerParts,
  request: ChangeRequest,
  problem: Sayable,
  again: 'run' | 'recover',
  change: RequestChange = {},
): Promise<boolean> {
  const now = parts.clock.now();
  const patience = request.policy?.readAgainForMs ?? usualReadAgainMs;
  if (now - request.stateSince >= patience) return false;
  const tries = (request.unread ?? 0) + 1;
  const { retryEveryMs } = parts.settings;
  const retryAt = now + Math.min(retryEveryMs * 2 ** (tries - 1), retryEveryMs * longest);
  const because = around(problem, (why) => sentences.triedLater(request, why, retryAt, now));
  await note(parts, request, 'request.waits', {
    by: 'mtgw',
    because,
    change: {
      ...change,
      retryAt,
      unread: tries,
      ...(again === 'run' ? { run: request.run + 1 } : {}),
    },
    ...(tries === 1 ? { say: { sentence: because, tone: 'warning' as const } } : {}),
  });
  return true;
}

/** As a new run later; once the policy's patience is over, a person is left with it, and nothing is known. */
export async function laterOrUnknown(
  parts: WorkerParts,
  request: ChangeRequest,
  problem: Sayable,
  change: RequestChange = {},
): Promise<void> {
  if (await tryLater(parts, request, problem, 'run', change)) return;
  return stick(parts, request, { kind: 'unreadable', problem: toSaid(problem) }, '', 'unknown');
}

/** The recovery reads once the step is surely over, also on the far side, and the gateway answers. */
export async function leaveToRecovery(
  parts: WorkerParts,
  request: ChangeRequest,
  why: Sayable,
): Promise<void> {
  await note(parts, request, 'step.lost', {
    by: 'mtgw',
    because: why,
    change: { lost: toSaid(why) },
    say: { sentence: why, tone: 'bad' },
  });
}
