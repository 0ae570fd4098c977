import { decide } from '../../approvals/decide';
import type { Plan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { GatewayError, UserError } from '../errors';
import { sentences } from '../messages/sentences';
import { difference } from './plan-difference';
import { stepsDone } from '../../approvals/standing';
import { look, stick } from './look';
import { moveTo, note } from './move';
import type { WorkerParts } from './parts';
import { makePlan } from './plan';
import { runStep, type StepOutcome, TargetBusyError } from './step';
import { undo } from './undo';
import { verify } from './verify';

/** Plan again, compare, and only then touch the gateway. What was approved is exactly what runs. */
export async function apply(parts: WorkerParts, queued: ChangeRequest): Promise<void> {
  const approved = queued.plan;
  if (approved === undefined) throw new Error(`${queued.id} was queued without a plan.`);
  if (!(await stillApproved(parts, queued))) return;
  const fresh = await planAgain(parts, queued);
  if (fresh === undefined) return;
  if (fresh.fingerprint !== approved.fingerprint) {
    const because = sentences.stale(difference(approved, fresh));
    await moveTo(parts, queued, 'stale', {
      by: 'mtgw',
      because,
      change: { due: {} },
      say: { sentence: because, tone: 'warning' },
    });
    return;
  }
  const applying = await moveTo(parts, queued, 'applying', {
    by: 'mtgw',
    because: sentences.applying(approved, 0),
    change: { startedRun: queued.run, due: {} },
  });
  await runSteps(parts, applying, approved, 0);
}

/** Run again after a person settled it: from where the reading stands, or not at all. */
export async function applyRest(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const { plan } = request;
  if (plan === undefined || request.startedRun === request.run) return;
  const started = await note(parts, request, 'run.resumed', {
    by: 'mtgw',
    because: sentences.applying(plan, request.done),
    change: { startedRun: request.run },
  });
  const found = await look(parts, started);
  const done = found.kind === 'unreadable' ? undefined : stepsDone(plan, found);
  if (done === undefined) return stick(parts, started, found);
  await runSteps(parts, started, plan, done);
}

/** Votes count by who their voters are now: one who left the group since takes the vote along. */
async function stillApproved(parts: WorkerParts, queued: ChangeRequest): Promise<boolean> {
  const { decision, findings } = decide(queued, parts.people);
  if (decision === 'approved') return true;
  const because = findings.map((finding) => finding.sentence).join(' ');
  await moveTo(parts, queued, 'pending', {
    by: 'mtgw',
    because,
    say: { sentence: sentences.noLongerApproved(queued, because), tone: 'warning' },
  });
  return false;
}

async function planAgain(parts: WorkerParts, queued: ChangeRequest): Promise<Plan | undefined> {
  try {
    return await makePlan(parts, queued);
  } catch (error) {
    if (error instanceof UserError) {
      await moveTo(parts, queued, 'stale', {
        by: 'mtgw',
        because: error.message,
        change: { due: {} },
        say: { sentence: error.message, tone: 'warning' },
      });
      return undefined;
    }
    if (!(error instanceof GatewayError)) throw error;
    // Nothing was touched: it goes back, and is tried again until it expires.
    const because = sentences.waitsForGateway(queued.gateway, error.message);
    const known = queued.because === because;
    await moveTo(parts, queued, 'approved', {
      by: 'mtgw',
      because,
      ...(known ? {} : { say: { sentence: because, tone: 'warning' as const } }),
    });
    return undefined;
  }
}

async function runSteps(
  parts: WorkerParts,
  started: ChangeRequest,
  plan: Plan,
  from: number,
): Promise<void> {
  let request = started;
  const tokens = new Map<string, number>();
  for (const [index, step] of plan.steps.entries()) {
    if (index < from) continue;
    const token = tokens.get(step.target) ?? (await parts.intents.nextToken(step.target));
    tokens.set(step.target, token);
    let outcome: StepOutcome;
    try {
      outcome = await runStep(parts, request, step, { index, token });
    } catch (error) {
      if (!(error instanceof TargetBusyError)) throw error;
      outcome = { kind: 'not-sent', message: error.message };
    }
    if (outcome.kind !== 'done') return stepFailed(parts, request, plan, index, outcome);
    const last = index === plan.steps.length - 1;
    const sentence = sentences.stepDone(plan, index, outcome);
    if (last) {
      request = await moveTo(parts, request, 'verifying', {
        by: 'mtgw',
        because: sentences.verifying(request),
        change: { done: index + 1 },
        say: { sentence },
      });
      return verify(parts, request);
    }
    request = await note(parts, request, 'step.done', {
      by: 'mtgw',
      because: sentences.applying(plan, index + 1),
      change: { done: index + 1 },
      say: { sentence },
    });
    const now = await parts.store.get(request.id);
    if (now?.cancelAsked !== undefined) {
      return undo(parts, now, sentences.cancelled(now.cancelAsked.by));
    }
  }
}

/** Nothing is assumed after a failure: read, and take back what is really there. */
async function stepFailed(
  parts: WorkerParts,
  request: ChangeRequest,
  plan: Plan,
  index: number,
  outcome: Exclude<StepOutcome, { kind: 'done' }>,
): Promise<void> {
  const why = sentences.stepFailed(plan, index, outcome);
  if (outcome.kind === 'lost') {
    const found = await look(parts, request);
    return stick(parts, request, found, why, 'unknown');
  }
  return undo(parts, request, why);
}
