import type { ChangeRequest } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { callAsker } from './calls';
import { moveTo, note } from './move';
import type { Records } from './parts';

/** A dial that has not ended by then will not end well (runbook S3.4), in milliseconds. */
const patienceMs = 60_000;
/** The last look may take so long, in milliseconds. */
const lookMs = 30_000;

/**
 * What is asked for is under way already: say so once. The request stays in planning, where the reconciler has it read
 * again every moment, until it has ended or nobody need wait for it any longer.
 */
export async function awaitItsEnd(
  parts: Records,
  request: ChangeRequest,
  underWay: string,
): Promise<void> {
  const now = parts.clock.now();
  const since = request.timeline.find(({ sentence }) => sentence === underWay)?.at;
  if (since === undefined) {
    await note(parts, request, 'plan.awaits', {
      by: 'mtgw',
      because: underWay,
      change: { due: { planning: now + patienceMs + lookMs } },
      say: { sentence: underWay },
    });
    return;
  }
  if (now - since < patienceMs) return;
  const because = sentences.stillUnderWay(request);
  await moveTo(parts, request, 'closed', {
    by: 'mtgw',
    because,
    change: { due: {} },
    say: { sentence: because, tone: 'warning', calls: callAsker(request) },
  });
}
