import type { ChangeRequest } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { around, together } from '../said';
import { backToApproved } from './approved-later';
import { look, stick } from './look';
import { moveTo } from './move';
import type { WorkerParts } from './parts';
import { endShell, releaseDead } from './step';
import { tryLater } from './try-later';

/**
 * A request is at work, but no job works on it: its worker died. The gateway alone knows what happened. In this order:
 * its fence, so that whatever is left of its runs begins no further step, and nobody else's; then the step that is
 * under way, which must be proven over, because an orphaned PowerShell finishes its cmdlet; then a reading says applied,
 * not applied or half applied; then a person decides. Resolves false while the proof, or the reading, is not there yet.
 */
export async function recover(parts: WorkerParts, request: ChangeRequest): Promise<boolean> {
  const begun = await parts.intents.fence(request.id, request.run + 1);
  if (begun < request.run && (await beginsAnew(parts, request, begun))) return true;
  const targets = new Set(
    (request.plan?.steps ?? []).flatMap((step) => [step, ...step.undo]).map(({ target }) => target),
  );
  let during: string | undefined;
  for (const target of targets) {
    const intent = await parts.intents.find(target);
    if (intent === undefined || intent.request !== request.id || intent.run > request.run) continue;
    during = intent.cmdlet;
    await endShell(parts, intent.shell);
    if (!(await releaseDead(parts, intent))) return false;
  }
  const found = await look(parts, request);
  const why = request.lost ?? sentences.workerDied(during);
  if (found.kind === 'unreadable') {
    const problem = together(why, found.problem);
    if (await tryLater(parts, request, problem, 'recover', { lost: why })) return false;
  }
  if (request.state === 'undoing' && found.kind === 'not-applied') {
    const because = around(why, (words) => sentences.undoneAfterAll(request, words));
    await moveTo(parts, request, 'undone', {
      by: 'mtgw',
      because,
      // What was applied before is not there now, so it was taken back.
      change: { done: 0, tookBack: request.done, due: {} },
      say: { sentence: because, tone: 'warning' },
    });
    return true;
  }
  await stick(parts, request, found, why, 'unknown');
  return true;
}

/**
 * Its run took no machine for any step, and now never will: nothing of it was sent. So nothing is unknown, and a person
 * has nothing to decide. Resolves false when it was begun anew for so long that somebody must look after all.
 */
async function beginsAnew(
  parts: WorkerParts,
  request: ChangeRequest,
  begun: number,
): Promise<boolean> {
  const why = sentences.diedBefore(request);
  if (request.state === 'applying' && begun === 0) {
    await backToApproved(parts, request, why);
    return true;
  }
  return tryLater(parts, request, why, 'run');
}
