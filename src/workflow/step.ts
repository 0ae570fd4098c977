import type { ChangeRequest } from '../../approvals/request';
import type { Step } from '../../approvals/plan';
import type { Intent, TargetAnswer } from '../ports';
import type { WorkerParts } from './parts';

/** What is known after one cmdlet. Only 'done' says that it ran; nothing but a reading says that it took effect. */
export type StepOutcome =
  | { kind: 'done'; warnings: string[]; durationMs: number }
  /** The gateway answered with an error. */
  | { kind: 'failed'; message: string; errorId: string }
  /** It never left: refused here, or no session. */
  | { kind: 'not-sent'; message: string }
  /** Timed out, or the shell died: it may have taken effect. Proven over, unless its intent is left open. */
  | { kind: 'lost'; message: string; open?: true };

/** For the answer to arrive, and for clocks of other hosts that differ, in milliseconds. */
const margin = 30_000;

/** Somebody else's step is still open on this target. */
class TargetBusyError extends Error {
  override readonly name = 'TargetBusyError';
}

/**
 * Run one step under an intent, so that no other step can run on that target beside it, ever.
 * @throws TargetBusyError when another run's step is open there and its process may be alive
 */
async function runStep(
  parts: WorkerParts,
  request: ChangeRequest,
  step: Step,
  at: { index: number; token: number },
): Promise<StepOutcome> {
  const shell = await parts.shells.ready('change');
  const { stepTimeoutMs } = parts.settings;
  const intent = await openIntent(parts, {
    target: step.target,
    token: at.token,
    request: request.id,
    step: at.index,
    cmdlet: step.cmdlet,
    remote: parts.isRemote(step.target),
    shell,
  });
  // What waiting for the target or for Redis took away is not given to the cmdlet: its intent ends on time.
  const timeoutMs = Math.min(stepTimeoutMs, intent.deadline - margin - parts.clock.wall());
  if (timeoutMs < 1_000) {
    await parts.intents.close(intent);
    return { kind: 'not-sent', message: 'its time had passed before it could begin' };
  }
  const { cmdlet, parameters } = step;
  const [answer] = await parts.shells.run(
    [{ target: step.target, commands: [{ cmdlet, parameters }] }],
    { timeoutMs, purpose: 'change', on: shell },
  );
  const outcome = outcomeOf(answer);
  if (outcome.kind === 'lost') {
    await parts.processes.end(shell);
    // The far side of a session may go on without us: only its time limit proves that it ended.
    if (intent.remote) return { ...outcome, open: true };
  }
  await parts.intents.close(intent);
  return outcome;
}

/** As `runStep`, but a target that somebody else holds is an outcome, not a throw: nothing was sent. */
export async function tryStep(
  parts: WorkerParts,
  request: ChangeRequest,
  step: Step,
  at: { index: number; token: number },
): Promise<StepOutcome> {
  try {
    return await runStep(parts, request, step, at);
  } catch (error) {
    if (error instanceof TargetBusyError) return { kind: 'not-sent', message: error.message };
    throw error;
  }
}

function outcomeOf(answer: TargetAnswer | undefined): StepOutcome {
  if (answer === undefined) return { kind: 'lost', message: 'there was no answer' };
  if (answer.outcome === 'refused' || answer.outcome === 'unreachable') {
    return { kind: 'not-sent', message: answer.message };
  }
  if (answer.outcome !== 'answered') return { kind: 'lost', message: answer.message };
  const [result] = answer.results;
  if (result === undefined) return { kind: 'lost', message: 'the answer was empty' };
  const [error] = result.errors;
  if (error !== undefined) {
    return { kind: 'failed', message: error.message, errorId: error.errorId };
  }
  return { kind: 'done', warnings: result.warnings, durationMs: result.durationMs };
}

async function openIntent(parts: WorkerParts, wish: Omit<Intent, 'deadline'>): Promise<Intent> {
  const patience = parts.clock.wall() + parts.settings.stepTimeoutMs;
  for (;;) {
    const intent = {
      ...wish,
      deadline: parts.clock.wall() + parts.settings.stepTimeoutMs + margin,
    };
    const opened = await parts.intents.open(intent);
    if (opened.opened) return intent;
    const { by } = opened;
    if (by === undefined) {
      throw new TargetBusyError(`A newer run has taken over ${intent.target}; this one is over.`);
    }
    if (await releaseDead(parts, by)) continue;
    if (by.token > intent.token || parts.clock.wall() > patience) {
      throw new TargetBusyError(`${intent.target} is busy with ${by.cmdlet} of ${by.request}.`);
    }
    await parts.clock.sleep(100);
  }
}

/**
 * Close an intent that nobody can act on any more: its process, on this machine, is gone and the cmdlet ran in it, or
 * the step's own time limit has passed. An orphaned PowerShell finishes its cmdlet, so nothing less is proof.
 */
export async function releaseDead(parts: WorkerParts, intent: Intent): Promise<boolean> {
  const here = intent.shell.host === parts.processes.host;
  if (here && (await parts.processes.isAlive(intent.shell))) return false;
  const proven = here && !intent.remote;
  if (!proven && parts.clock.wall() <= intent.deadline) return false;
  return parts.intents.release(intent);
}
