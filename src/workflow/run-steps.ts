import type { Plan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { stepsDone } from '../../approvals/standing';
import { sentences } from '../messages/sentences';
import type { Intent, WithIntents } from '../ports/intents';
import { around, type Said, type Sayable, together } from '../said';
import { backToApproved } from './approved-later';
import { confirmDue } from './confirm-due';
import { look, lookUntil, stick } from './look';
import { isSameWork, moveTo, note, OutdatedError } from './move';
import type { WorkerParts } from './parts';
import { runStep, runUnder, type StepOutcome } from './step';
import { laterOrUnknown, leaveToRecovery, tryLater } from './try-later';
import { undo } from './undo';
import { verify } from './verify';

/** Where a run begins: at the first step of an approved plan, or at what a person lets it go on with. */
export interface Beginning {
  from: number;
  /** Nothing of this change was ever sent. */
  fresh: boolean;
}

/**
 * Run the steps of a plan from one on, each under its intent, and then prove the whole.
 * @param opened for the first of them, where its request was moved with it
 */
export async function runSteps(
  parts: WorkerParts,
  started: ChangeRequest,
  plan: Plan,
  beginning: Beginning,
  opened?: Intent,
): Promise<void> {
  let request = started;
  for (const [index, step] of plan.steps.entries()) {
    if (index < beginning.from) continue;
    const outcome =
      opened?.step === index
        ? await runUnder(parts, opened, step)
        : await runStep(parts, request, step, index);
    if (outcome.kind !== 'done') {
      return stepFailed(parts, request, plan, { index, outcome, beginning });
    }
    const sentence = around(outcome.warnings, (warnings) =>
      sentences.stepDone(plan, index, { warnings, durationMs: outcome.durationMs }),
    );
    const done = index + 1;
    const intents = { closes: outcome.intent };
    if (done === plan.steps.length) return prove(parts, request, done, sentence, intents);
    request = await note(parts, request, 'step.done', {
      by: 'mtgw',
      because: sentences.applying(plan, done),
      change: { done },
      say: { sentence },
      intents,
    });
    // An answer is no proof: the next step stands on this one.
    const found = await lookUntil(parts, request, (sight) => (stepsDone(plan, sight) ?? 0) >= done);
    request = await stillAtWork(parts, request);
    if (request.cancelAsked !== undefined) {
      return undo(parts, request, sentences.cancelled(request.cancelAsked.by));
    }
    if (found.kind === 'unreadable') return laterOrUnknown(parts, request, found.problem);
    if (found.kind !== 'applied' && (stepsDone(plan, found) ?? 0) < done) {
      return undo(parts, request, sentences.notAsPlanned(request, found), done);
    }
  }
  // Everything was there already when it was run again.
  return prove(parts, request, plan.steps.length, sentences.verifying(request));
}

/** The request as it stands between two steps. @throws OutdatedError when it was taken out of our hands */
async function stillAtWork(parts: WorkerParts, request: ChangeRequest): Promise<ChangeRequest> {
  const newest = await parts.store.get(request.id);
  if (newest === undefined) throw new Error(`${request.id} is gone.`);
  if (isSameWork(request, newest)) return newest;
  throw new OutdatedError(newest);
}

/** The confirm timer runs from here on, whatever happens to the worker. */
async function prove(
  parts: WorkerParts,
  request: ChangeRequest,
  done: number,
  sentence: Sayable,
  intents: WithIntents = {},
): Promise<void> {
  const verifying = await moveTo(parts, request, 'verifying', {
    by: 'mtgw',
    because: sentences.verifying(request),
    change: { done, due: confirmDue(parts, request) },
    say: { sentence },
    intents,
  });
  return verify(parts, verifying);
}

interface Failure {
  index: number;
  outcome: Exclude<StepOutcome, { kind: 'done' }>;
  beginning: Beginning;
}

/** Nothing is assumed after a failure: read, and take back only what this run put there. */
async function stepFailed(
  parts: WorkerParts,
  request: ChangeRequest,
  plan: Plan,
  { index, outcome, beginning }: Failure,
): Promise<void> {
  const why = around(outcome.message, (said) =>
    sentences.stepFailed(plan, index, outcome.kind, said),
  );
  if (outcome.kind === 'lost' && outcome.open) return leaveToRecovery(parts, request, why);
  if (outcome.kind === 'not-sent' && index === beginning.from) {
    return nothingSent(parts, request, why, beginning);
  }
  const found = await look(parts, request);
  if (outcome.kind === 'lost') {
    if (found.kind === 'unreadable') return leaveToRecovery(parts, request, why);
    return stick(parts, request, found, why, 'unknown');
  }
  // Taking it back begins with a reading, again and again until there is one.
  if (found.kind === 'unreadable') return undo(parts, request, why, index);
  const done = stepsDone(plan, found);
  if (done === undefined) return stick(parts, request, found, why);
  if (done > index) {
    return stick(parts, request, found, together(why, sentences.thereAllTheSame(request)));
  }
  return undo(parts, request, why, index);
}

/** A call that never left is no end of anything: the votes stay, and it is tried again. */
async function nothingSent(
  parts: WorkerParts,
  request: ChangeRequest,
  why: Said,
  { fresh }: Beginning,
): Promise<void> {
  if (!fresh) {
    if (await tryLater(parts, request, why, 'run')) return;
    return stick(parts, request, await look(parts, request), why);
  }
  const waits = around(why, (problem) => sentences.waitsForGateway(request.gateway, problem));
  return backToApproved(parts, request, waits);
}
