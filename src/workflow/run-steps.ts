import type { Plan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { stepsDone } from '../../approvals/standing';
import { sentences } from '../messages/sentences';
import { confirmDue } from './confirm-due';
import { look, stick } from './look';
import { moveTo, note } from './move';
import type { WorkerParts } from './parts';
import { type StepOutcome, tryStep } from './step';
import { type Tokens, tokenFor } from './tokens';
import { undo } from './undo';
import { verify } from './verify';

/** Run the steps of a plan from one on, each under its intent, and then prove the whole. */
export async function runSteps(
  parts: WorkerParts,
  started: ChangeRequest,
  plan: Plan,
  from: number,
  tokens: Tokens,
): Promise<void> {
  let request = started;
  for (const [index, step] of plan.steps.entries()) {
    if (index < from) continue;
    const at = { index, token: tokenFor(tokens, step.target) };
    const outcome = await tryStep(parts, request, step, at);
    if (outcome.kind !== 'done') return stepFailed(parts, request, plan, index, outcome, tokens);
    const sentence = sentences.stepDone(plan, index, outcome);
    if (index === plan.steps.length - 1) return prove(parts, request, index + 1, sentence);
    request = await note(parts, request, 'step.done', {
      by: 'mtgw',
      because: sentences.applying(plan, index + 1),
      change: { done: index + 1 },
      say: { sentence },
    });
    const now = await parts.store.get(request.id);
    if (now?.cancelAsked !== undefined) {
      return undo(parts, now, sentences.cancelled(now.cancelAsked.by), { tokens });
    }
  }
  // Everything was there already when it was run again.
  return prove(parts, request, plan.steps.length, sentences.verifying(request));
}

/** The confirm timer runs from here on, whatever happens to the worker. */
async function prove(
  parts: WorkerParts,
  request: ChangeRequest,
  done: number,
  sentence: string,
): Promise<void> {
  const verifying = await moveTo(parts, request, 'verifying', {
    by: 'mtgw',
    because: sentences.verifying(request),
    change: { done, due: confirmDue(parts, request) },
    say: { sentence },
  });
  return verify(parts, verifying);
}

/** Nothing is assumed after a failure: read, and take back only what this run put there. */
async function stepFailed(
  parts: WorkerParts,
  request: ChangeRequest,
  plan: Plan,
  index: number,
  outcome: Exclude<StepOutcome, { kind: 'done' }>,
  tokens: Tokens,
): Promise<void> {
  const why = sentences.stepFailed(plan, index, outcome);
  if (outcome.kind === 'lost' && outcome.open) {
    // The recovery reads once the step's time limit has surely passed on the far side.
    await note(parts, request, 'step.lost', {
      by: 'mtgw',
      because: why,
      say: { sentence: why, tone: 'bad' },
    });
    return;
  }
  const found = await look(parts, request);
  if (outcome.kind === 'lost') return stick(parts, request, found, why, 'unknown');
  const done = found.kind === 'unreadable' ? undefined : stepsDone(plan, found);
  if (done === undefined) return stick(parts, request, found, why);
  if (done > index) {
    return stick(parts, request, found, `${why} ${sentences.thereAllTheSame(request)}`);
  }
  return undo(parts, request, why, { tokens, atMost: index });
}
