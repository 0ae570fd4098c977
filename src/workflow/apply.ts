import { decide } from '../../approvals/decide';
import type { Plan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { stepsDone } from '../../approvals/standing';
import { GatewayError, saidOf, UserError } from '../errors';
import { sentences } from '../messages/sentences';
import type { Intent } from '../ports/intents';
import { around, type Sayable } from '../said';
import { approvedLater } from './approved-later';
import { callAsker, callVoters } from './calls';
import { look, stick } from './look';
import { BusyError, type Move, moveTo, note } from './move';
import type { WorkerParts } from './parts';
import { makePlan, problemOf } from './plan';
import { staleBecause } from './plan-difference';
import { runSteps } from './run-steps';
import { deadSecret } from './secrets';
import { readyStep } from './step';
import { laterOrUnknown } from './try-later';
import { undo } from './undo';
import { dueWhilePending } from './vote';

/** Plan again, compare, and only then touch the gateway. What was approved is exactly what runs. */
export async function apply(parts: WorkerParts, queued: ChangeRequest): Promise<void> {
  const approved = queued.plan;
  if (approved === undefined) throw new Error(`${queued.id} was queued without a plan.`);
  if (!(await stillApproved(parts, queued))) return;
  const fresh = await planAgain(parts, queued);
  if (fresh === undefined) return;
  if (fresh.fingerprint !== approved.fingerprint) {
    return endStale(parts, queued, staleBecause(queued, approved, fresh));
  }
  if (await deadSecret(parts, approved)) {
    return endStale(parts, queued, sentences.keyEnded(queued));
  }
  await begin(parts, queued, approved);
}

/** Nothing is begun before its PowerShell and its session are ready; then the machine is taken in the same write. */
async function begin(parts: WorkerParts, queued: ChangeRequest, approved: Plan): Promise<void> {
  const [first] = approved.steps;
  if (first === undefined) throw new Error(`${queued.id} was queued with nothing to do.`);
  const ready = await readyStep(parts, queued, first, 0);
  if ('problem' in ready) {
    const waits = around(ready.problem, (said) =>
      sentences.waitsForGateway(
        queued.gateway,
        sentences.stepFailed(approved, 0, 'not-sent', said),
      ),
    );
    return approvedLater(parts, queued, waits);
  }
  // Last of all: a session may take its time to open.
  const [gap] = await parts.unsafeNow();
  if (gap !== undefined) return approvedLater(parts, queued, sentences.unsafeToRun(queued, gap));
  const move: Move = {
    by: 'mtgw',
    because: sentences.applying(approved, 0),
    change: { startedRun: queued.run, due: {}, expiresAt: queued.due.expiry },
  };
  const applying = await takingWith(parts, queued, move, ready.intent);
  const beginning = { from: 0, fresh: true };
  if (applying !== undefined) return runSteps(parts, applying, approved, beginning, ready.intent);
  // Its first step waits for the machine.
  await runSteps(parts, await moveTo(parts, queued, 'applying', move), approved, beginning);
}

/** Undefined when the machine is not free. */
async function takingWith(
  parts: WorkerParts,
  queued: ChangeRequest,
  move: Move,
  opens: Intent,
): Promise<ChangeRequest | undefined> {
  try {
    return await moveTo(parts, queued, 'applying', { ...move, intents: { opens } });
  } catch (error) {
    if (error instanceof BusyError) return undefined;
    throw error;
  }
}

/** Run again after a person settled it: from where the reading stands, still approved, or not at all. */
export async function applyRest(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const { plan } = request;
  if (plan === undefined || request.startedRun === request.run) return;
  const started = await note(parts, request, 'run.resumed', {
    by: 'mtgw',
    because: sentences.applying(plan, request.done),
    change: { startedRun: request.run },
  });
  if (started.cancelAsked !== undefined) {
    return undo(parts, started, sentences.cancelled(started.cancelAsked.by));
  }
  const found = await look(parts, started);
  if (found.kind === 'unreadable') return laterOrUnknown(parts, started, found.problem);
  const done = stepsDone(plan, found);
  if (done === undefined) return stick(parts, started, found);
  const [gap] = await parts.unsafeNow();
  if (gap !== undefined) return laterOrUnknown(parts, started, gap);
  let against: Sayable | undefined;
  try {
    against = await reasonAgainst(parts, started, plan, done);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return laterOrUnknown(parts, started, problemOf(parts, started, error));
  }
  if (against !== undefined) return stick(parts, started, found, against);
  await runSteps(parts, started, plan, { from: done, fresh: false });
}

/**
 * Days may have passed: the votes must count still, and where nothing ran yet the plan must be the same still.
 * @throws GatewayError when that cannot be read
 */
async function reasonAgainst(
  parts: WorkerParts,
  request: ChangeRequest,
  plan: Plan,
  done: number,
): Promise<Sayable | undefined> {
  const { decision, findings } = decide(request, parts.people);
  if (decision !== 'approved') return findings.map((finding) => finding.sentence).join(' ');
  if (await deadSecret(parts, plan)) return sentences.keyEnded(request);
  if (done > 0) return undefined;
  try {
    const fresh = await makePlan(parts, request);
    return fresh.fingerprint === plan.fingerprint ? undefined : staleBecause(request, plan, fresh);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    return problemOf(parts, request, error);
  }
}

/** Votes count by who their voters are now: one who left the group since takes the vote along. */
async function stillApproved(parts: WorkerParts, queued: ChangeRequest): Promise<boolean> {
  const { decision, findings } = decide(queued, parts.people);
  if (decision === 'approved') return true;
  const because = findings.map((finding) => finding.sentence).join(' ');
  const { calls, due, quiet } = callVoters(parts, queued);
  await moveTo(parts, queued, 'pending', {
    by: 'mtgw',
    because,
    change: { due: { ...dueWhilePending(parts, queued), ...due }, sentBack: true },
    say: {
      sentence: [sentences.noLongerApproved(queued, because), ...quiet].join(' '),
      tone: 'warning',
      calls,
    },
  });
  return false;
}

async function endStale(parts: WorkerParts, queued: ChangeRequest, because: Sayable) {
  await moveTo(parts, queued, 'stale', {
    by: 'mtgw',
    because,
    change: { due: {} },
    say: { sentence: because, tone: 'warning', calls: callAsker(queued) },
  });
}

async function planAgain(parts: WorkerParts, queued: ChangeRequest): Promise<Plan | undefined> {
  try {
    return await makePlan(parts, queued);
  } catch (error) {
    if (error instanceof UserError) {
      await endStale(parts, queued, saidOf(error));
      return undefined;
    }
    parts.log.warn({ request: queued.id, err: error }, 'it could not be planned again');
    const problem = problemOf(parts, queued, error);
    const waits = around(problem, (why) => sentences.waitsForGateway(queued.gateway, why));
    await approvedLater(parts, queued, waits);
    return undefined;
  }
}
