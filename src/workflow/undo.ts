import { undoSteps } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { stepsDone } from '../../approvals/standing';
import { look, stick } from './look';
import { moveTo, note } from './move';
import type { WorkerParts } from './parts';
import { runStep, TargetBusyError } from './step';

/** Begin to take a change back: from applying, verifying or unconfirmed. */
export async function undo(
  parts: WorkerParts,
  request: ChangeRequest,
  because: string,
  by = 'mtgw',
): Promise<void> {
  if (request.plan?.irreversible !== undefined) {
    const found = await look(parts, request);
    return stick(parts, request, found, `${because} ${sentences.irreversible(request)}`);
  }
  const undoing = await moveTo(parts, request, 'undoing', {
    by,
    because,
    change: { due: {}, startedRun: request.run },
    say: { sentence: sentences.undoing(because), tone: 'warning' },
  });
  await takeBack(parts, undoing);
}

/** An undo that a person or a timer asked for, run as a job of its own. */
export async function undoAsked(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  if (request.startedRun === request.run) return;
  const started = await note(parts, request, 'run.undoing', {
    by: 'mtgw',
    because: request.because,
    change: { startedRun: request.run },
  });
  await takeBack(parts, started);
}

/**
 * Undo is a change too: it reads first. What somebody else changed meanwhile is not touched, and what is not there
 * is not taken away.
 */
async function takeBack(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const { plan } = request;
  if (plan === undefined) throw new Error(`${request.id} has no plan to undo.`);
  const found = await look(parts, request);
  const done = found.kind === 'unreadable' ? undefined : stepsDone(plan, found);
  if (done === undefined) return stick(parts, request, found);
  const tokens = new Map<string, number>();
  for (const [index, step] of undoSteps(plan, done).entries()) {
    const token = tokens.get(step.target) ?? (await parts.intents.nextToken(step.target));
    tokens.set(step.target, token);
    const outcome = await runStep(parts, request, step, { index: -1 - index, token }).catch(
      (error: unknown) => {
        if (error instanceof TargetBusyError) {
          return { kind: 'not-sent' as const, message: error.message };
        }
        throw error;
      },
    );
    if (outcome.kind !== 'done') {
      const why = sentences.undoFailed(step, outcome);
      return stick(parts, request, await look(parts, request), why);
    }
  }
  const after = await look(parts, request);
  if (after.kind !== 'not-applied') return stick(parts, request, after, sentences.undoUnproven());
  const because = sentences.undone(request, done);
  await moveTo(parts, request, 'undone', {
    by: 'mtgw',
    because,
    change: { done: 0, due: {} },
    say: { sentence: because, tone: 'warning' },
  });
}
