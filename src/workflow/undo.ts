import { type Plan, type Step, undoSteps } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { stepsDone } from '../../approvals/standing';
import { sentences } from '../messages/sentences';
import { around, type Sayable, together } from '../said';
import { callAsker } from './calls';
import { look, lookUntil, stick } from './look';
import { moveTo, note, whyOf } from './move';
import type { WorkerParts } from './parts';
import { runStep, type StepOutcome } from './step';
import { laterOrUnknown, leaveToRecovery } from './try-later';

/**
 * Begin to take a change back: from applying, verifying or unconfirmed.
 * @param atMost no more steps than this run has done are taken back, whatever a reading shows
 */
export async function undo(
  parts: WorkerParts,
  request: ChangeRequest,
  because: Sayable,
  atMost?: number,
): Promise<void> {
  if (planOf(request).irreversible !== undefined) {
    // Also when it cannot be read: what comes next is a person's to decide, and Read again is the first of it.
    const found = await look(parts, request);
    return stick(parts, request, found, together(because, sentences.irreversible(request)));
  }
  const undoing = await moveTo(parts, request, 'undoing', {
    by: 'mtgw',
    because,
    change: { due: {}, startedRun: request.run, undoAtMost: atMost },
    say: { sentence: around(because, sentences.undoing), tone: 'warning' },
  });
  await takeBack(parts, undoing);
}

/** An undo as a job of its own: a person or a timer asked for it, or it could not be read or sent before. */
export async function undoAsked(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  if (request.startedRun === request.run) return;
  const started = await note(parts, request, 'run.undoing', {
    by: 'mtgw',
    because: whyOf(request),
    change: { startedRun: request.run },
  });
  await takeBack(parts, started);
}

/**
 * Undo is a change too: it reads first, however long that takes, because it is needed most where the change has hurt the
 * way to the gateway. What somebody else changed meanwhile is not touched, and what is not there
 * is not taken away.
 */
async function takeBack(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const plan = planOf(request);
  const found = await look(parts, request);
  if (found.kind === 'unreadable') return laterOrUnknown(parts, request, found.problem);
  const done = stepsDone(plan, found);
  if (done === undefined) return stick(parts, request, found);
  if (done > (request.undoAtMost ?? plan.steps.length)) {
    return stick(parts, request, found, sentences.thereAllTheSame(request));
  }
  // What was taken back before it could be read again counts too.
  const tookBack = Math.max(done, request.tookBack ?? 0);
  for (const [index, step] of undoSteps(plan, done).entries()) {
    const outcome = await runStep(parts, request, step, -1 - index);
    if (outcome.kind === 'done') {
      await parts.intents.close(outcome.intent);
      continue;
    }
    return undoStepFailed(parts, request, { step, outcome, isFirst: index === 0, tookBack });
  }
  const after = await lookUntil(parts, request, ({ kind }) => kind === 'not-applied');
  if (after.kind === 'unreadable')
    return laterOrUnknown(parts, request, after.problem, { tookBack });
  if (after.kind !== 'not-applied') {
    return stick(parts, request, after, sentences.undoUnproven(after));
  }
  return ended(parts, request, tookBack);
}

interface UndoFailure {
  step: Step;
  outcome: Exclude<StepOutcome, { kind: 'done' }>;
  isFirst: boolean;
  tookBack: number;
}

async function undoStepFailed(
  parts: WorkerParts,
  request: ChangeRequest,
  { step, outcome, isFirst, tookBack }: UndoFailure,
): Promise<void> {
  const why = around(outcome.message, (said) => sentences.undoFailed(step, said));
  if (outcome.kind === 'lost' && outcome.open) return leaveToRecovery(parts, request, why);
  if (outcome.kind === 'not-sent' && isFirst) return laterOrUnknown(parts, request, why);
  const left = await look(parts, request);
  if (left.kind === 'unreadable') return laterOrUnknown(parts, request, left.problem, { tookBack });
  // Its answer was lost or wrong, but the gateway reads as before: that is what counts.
  if (left.kind === 'not-applied') return ended(parts, request, tookBack);
  return stick(parts, request, left, why);
}

async function ended(parts: WorkerParts, request: ChangeRequest, steps: number): Promise<void> {
  const because = sentences.undone(request, steps);
  await moveTo(parts, request, 'undone', {
    by: 'mtgw',
    because,
    change: { done: 0, tookBack: steps, due: {} },
    say: { sentence: because, tone: 'warning', calls: callAsker(request) },
  });
}

function planOf(request: ChangeRequest): Plan {
  if (request.plan === undefined) throw new Error(`${request.id} has no plan to undo.`);
  return request.plan;
}
