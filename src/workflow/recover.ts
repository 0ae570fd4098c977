import type { ChangeRequest } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { look, stick } from './look';
import { moveTo } from './move';
import type { WorkerParts } from './parts';
import { releaseDead } from './step';

/**
 * A request is at work, but no job works on it: its worker died. The gateway alone knows what happened.
 * First the old process must be proven gone, because an orphaned PowerShell finishes its cmdlet; then a reading says
 * applied, not applied or half applied; then a person decides. Resolves false while the proof is not there yet.
 */
export async function recover(parts: WorkerParts, request: ChangeRequest): Promise<boolean> {
  const targets = new Set(
    (request.plan?.steps ?? []).flatMap((step) => [step, ...step.undo]).map(({ target }) => target),
  );
  let during: string | undefined;
  for (const target of targets) {
    const intent = await parts.intents.find(target);
    if (intent === undefined || intent.request !== request.id) continue;
    during = intent.cmdlet;
    if (intent.shell.host === parts.processes.host) await parts.processes.end(intent.shell);
    if (!(await releaseDead(parts, intent))) return false;
  }
  // A newer run number on every target: whatever is left of the old run is refused from here on.
  for (const target of targets) await parts.intents.nextToken(target);
  const found = await look(parts, request);
  if (request.state === 'undoing' && found.kind === 'not-applied') {
    const because = sentences.undoneAfterAll(request, during);
    await moveTo(parts, request, 'undone', {
      by: 'mtgw',
      because,
      // What was applied before is not there now, so it was taken back.
      change: { done: 0, tookBack: request.done, due: {} },
      say: { sentence: because, tone: 'warning' },
    });
    return true;
  }
  await stick(parts, request, found, sentences.workerDied(during), 'unknown');
  return true;
}
