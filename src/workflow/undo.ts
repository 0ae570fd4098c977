import { type Plan, undoSteps } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { stepsDone } from '../../approvals/standing';
import { sentences } from '../messages/sentences';
import { look, stick } from './look';
import { moveTo, note } from './move';
import type { WorkerParts } from './parts';
import { tryStep } from './step';
import { takeTokens, type Tokens, tokenFor } from './tokens';

interface Bounds {
  /** Of the run that goes on; without them new ones are taken before the first write. */
  tokens?: Tokens;
  /** No more steps than this run has done are taken back, whatever a reading shows. */
  atMost?: number;
}

/** Begin to take a change back: from applying, verifying or unconfirmed. */
export async function undo(
  parts: WorkerParts,
  request: ChangeRequest,
  because: string,
  bounds: Bounds = {},
): Promise<void> {
  const plan = planOf(request);
  if (plan.irreversible !== undefined) {
    const found = await look(parts, request);
    return stick(parts, request, found, `${because} ${sentences.irreversible(request)}`);
  }
  const tokens = bounds.tokens ?? (await takeTokens(parts, plan));
  const undoing = await moveTo(parts, request, 'undoing', {
    by: 'mtgw',
    because,
    change: { due: {}, startedRun: request.run },
    say: { sentence: sentences.undoing(because), tone: 'warning' },
  });
  await takeBack(parts, undoing, tokens, bounds.atMost ?? plan.steps.length);
}

/** An undo that a person or a timer asked for, run as a job of its own. */
export async function undoAsked(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  if (request.startedRun === request.run) return;
  const plan = planOf(request);
  const tokens = await takeTokens(parts, plan);
  const started = await note(parts, request, 'run.undoing', {
    by: 'mtgw',
    because: request.because,
    change: { startedRun: request.run },
  });
  await takeBack(parts, started, tokens, plan.steps.length);
}

/**
 * Undo is a change too: it reads first. What somebody else changed meanwhile is not touched, and what is not there
 * is not taken away.
 */
async function takeBack(
  parts: WorkerParts,
  request: ChangeRequest,
  tokens: Tokens,
  atMost: number,
): Promise<void> {
  const plan = planOf(request);
  const found = await look(parts, request);
  const done = found.kind === 'unreadable' ? undefined : stepsDone(plan, found);
  if (done === undefined) return stick(parts, request, found);
  if (done > atMost) return stick(parts, request, found, sentences.thereAllTheSame(request));
  for (const [index, step] of undoSteps(plan, done).entries()) {
    const at = { index: -1 - index, token: tokenFor(tokens, step.target) };
    const outcome = await tryStep(parts, request, step, at);
    if (outcome.kind === 'done') continue;
    // The recovery reads once the step's time limit has surely passed on the far side.
    if (outcome.kind === 'lost' && outcome.open) return;
    const left = await look(parts, request);
    // Its answer was lost or wrong, but the gateway reads as before: that is what counts.
    if (left.kind === 'not-applied') return ended(parts, request, done);
    return stick(parts, request, left, sentences.undoFailed(step, outcome));
  }
  const after = await look(parts, request);
  if (after.kind !== 'not-applied')
    return stick(parts, request, after, sentences.undoUnproven(after));
  return ended(parts, request, done);
}

async function ended(parts: WorkerParts, request: ChangeRequest, steps: number): Promise<void> {
  const because = sentences.undone(request, steps);
  await moveTo(parts, request, 'undone', {
    by: 'mtgw',
    because,
    change: { done: 0, tookBack: steps, due: {} },
    say: { sentence: because, tone: 'warning' },
  });
}

function planOf(request: ChangeRequest): Plan {
  if (request.plan === undefined) throw new Error(`${request.id} has no plan to undo.`);
  return request.plan;
}
