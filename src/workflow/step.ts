import type { ChangeRequest } from '../../approvals/request';
import type { Step } from '../../approvals/plan';
import { sentences } from '../messages/sentences';
import type { Intent } from '../ports/intents';
import type { CommandResult, ShellIdentity, TargetAnswer } from '../ports/shells';
import { meaningOfErrorId } from '../facts/ras-errors';
import { leaveOut, type Said, toSaid } from '../said';
import { isInOwnWords } from './own-words';
import type { WorkerParts } from './parts';

interface Accepted {
  warnings: Said;
  durationMs: number;
  /** Open still: it is closed by whoever writes next, in the same write. */
  intent: Intent;
}

/** What is known after one cmdlet. Only 'done' says that it ran; nothing but a reading says that it took effect. */
export type StepOutcome =
  | ({ kind: 'done' } & Accepted)
  /** The gateway answered with an error. */
  | { kind: 'failed'; message: Said }
  /** It never left: no PowerShell, refused here, no session, or the machine is busy. */
  | { kind: 'not-sent'; message: Said }
  /** Timed out, or the shell died: it may have taken effect. Proven over, unless its intent is left open. */
  | { kind: 'lost'; message: Said; open?: true };

/** Whoever recovered the request has ended this run: it must touch nothing any more, and write nothing. */
export class RunIsOverError extends Error {
  override readonly name = 'RunIsOverError';
  constructor(request: ChangeRequest) {
    super(`Run ${request.run} of ${request.id} is over: somebody else has taken the request up.`);
  }
}

/** An intent that can be opened for a step, with its PowerShell and session ready; or why there is none. */
export async function readyStep(
  parts: WorkerParts,
  request: ChangeRequest,
  step: Step,
  index: number,
): Promise<{ intent: Intent } | { problem: Said }> {
  const ready = await readyShell(parts, step.target);
  if ('problem' in ready) return ready;
  const intent = {
    target: step.target,
    request: request.id,
    run: request.run,
    step: index,
    cmdlet: step.cmdlet,
    remote: parts.isRemote(step.target),
    deadline: deadlineFromNow(parts),
    shell: ready.shell,
  };
  return { intent };
}

/**
 * Run one step under an intent, so that no other step can run on that machine beside it, ever.
 * @param index in the plan; negative for an undo step
 * @throws RunIsOverError
 */
export async function runStep(
  parts: WorkerParts,
  request: ChangeRequest,
  step: Step,
  index: number,
): Promise<StepOutcome> {
  const ready = await readyStep(parts, request, step, index);
  if ('problem' in ready) return { kind: 'not-sent', message: ready.problem };
  const taken = await takeTarget(parts, request, ready.intent);
  if ('problem' in taken) return { kind: 'not-sent', message: taken.problem };
  return runUnder(parts, taken.intent, step);
}

/** Send the one cmdlet that this open intent is for. */
export async function runUnder(
  parts: WorkerParts,
  intent: Intent,
  step: Step,
): Promise<StepOutcome> {
  const { stepTimeoutMs, stepMarginMs } = parts.settings;
  const { shell } = intent;
  // What waiting for the target or for Redis took away is not given to the cmdlet: its intent ends on time.
  const timeoutMs = Math.min(stepTimeoutMs, intent.deadline - stepMarginMs - parts.clock.wall());
  if (timeoutMs < 1_000) {
    await parts.intents.withdraw(intent);
    return { kind: 'not-sent', message: toSaid('its time had passed before it could begin') };
  }
  const { cmdlet, parameters } = step;
  const [answer] = await parts.shells.run(
    [{ target: step.target, commands: [{ cmdlet, parameters }] }],
    { timeoutMs, purpose: 'change', on: shell },
  );
  const outcome = outcomeOf(answer, intent);
  if (outcome.kind === 'done') return outcome;
  if (outcome.kind === 'lost') {
    await endShell(parts, shell);
    // The far side of a session may go on without us: only its time limit says that it ended.
    if (intent.remote) return { ...outcome, open: true };
    // What cannot be ended may go on as well.
    if (!(await releaseDead(parts, intent))) return { ...outcome, open: true };
    return outcome;
  }
  if (outcome.kind === 'not-sent') await parts.intents.withdraw(intent);
  else await parts.intents.close(intent);
  return outcome;
}

/** Somebody's intent lives for the margin longer than a step. */
function deadlineFromNow({ clock, settings }: WorkerParts): number {
  return clock.wall() + settings.stepTimeoutMs + settings.stepMarginMs;
}

/** With its session, before the cmdlet's time begins: a slow network takes nothing from that. */
async function readyShell(
  parts: WorkerParts,
  target: string,
): Promise<{ shell: ShellIdentity } | { problem: Said }> {
  try {
    const timeoutMs = parts.settings.readTimeoutMs;
    return { shell: await parts.shells.ready('change', { target, timeoutMs }) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: leaveOut(why, sentences.noSession(target)) };
  }
}

function outcomeOf(answer: TargetAnswer | undefined, intent: Intent): StepOutcome {
  if (answer === undefined) return { kind: 'lost', message: toSaid('there was no answer') };
  const { target, outcome } = answer;
  if (outcome === 'answered') return outcomeOfAnswer(intent, answer.results[0]);
  const wasSent = outcome === 'timeout' || outcome === 'died';
  const plain = wasSent ? sentences.noAnswer(target) : sentences.noSession(target);
  const message = isInOwnWords(outcome) ? toSaid(answer.message) : leaveOut(answer.message, plain);
  return { kind: wasSent ? 'lost' : 'not-sent', message };
}

function outcomeOfAnswer(intent: Intent, result: CommandResult | undefined): StepOutcome {
  const { target } = intent;
  if (result === undefined) return { kind: 'lost', message: toSaid('the answer was empty') };
  const { warnings, durationMs } = result;
  const [error] = result.errors;
  if (error !== undefined) {
    const meaning = meaningOfErrorId(error.errorId);
    const words = sentences.refusedWith(error.message, error.errorId, meaning);
    return { kind: 'failed', message: leaveOut(words, sentences.refusedSomehow(target, meaning)) };
  }
  if (warnings.length === 0) return { kind: 'done', warnings: toSaid(''), durationMs, intent };
  const plain = sentences.warnedSomehow(target, warnings.length);
  return {
    kind: 'done',
    warnings: leaveOut(sentences.warned(warnings), plain),
    durationMs,
    intent,
  };
}

/** Wait until no other step is under way there, for as long as one may take. */
async function takeTarget(
  parts: WorkerParts,
  request: ChangeRequest,
  wish: Intent,
): Promise<{ intent: Intent } | { problem: Said }> {
  const { stepTimeoutMs, stepMarginMs } = parts.settings;
  // Whoever waits has to outlast the one that is there.
  const patience = parts.clock.wall() + stepTimeoutMs + 2 * stepMarginMs;
  for (;;) {
    const intent = { ...wish, deadline: deadlineFromNow(parts) };
    const opened = await openOrLetGo(parts, intent);
    if ('problem' in opened) return opened;
    if (opened.opened) return { intent };
    const { by } = opened;
    if (by === undefined) throw new RunIsOverError(request);
    if (await releaseDead(parts, by)) continue;
    if (parts.clock.wall() > patience) {
      return { problem: toSaid(`${intent.target} is busy with ${by.cmdlet} of ${by.request}`) };
    }
    await parts.clock.sleep(100);
  }
}

/** Whether it was opened is not known when the answer is lost: then it is let go again, and nothing is sent. */
async function openOrLetGo(parts: WorkerParts, intent: Intent) {
  try {
    return await parts.intents.open(intent);
  } catch (error) {
    await parts.intents.withdraw(intent);
    return { problem: toSaid(error instanceof Error ? error.message : String(error)) };
  }
}

/**
 * Close an intent that nobody can act on any more: its process, on this machine, is gone and the cmdlet ran in it, or
 * the step's own time limit has passed. An orphaned PowerShell finishes its cmdlet, so nothing less is proof.
 */
export async function releaseDead(parts: WorkerParts, intent: Intent): Promise<boolean> {
  const isHere = intent.shell.host === parts.processes.host;
  const isProven = isHere && !intent.remote && !(await parts.processes.isAlive(intent.shell));
  if (!isProven) {
    if (parts.clock.wall() <= intent.deadline) return false;
    // Its worker would have ended it by now. A killed process that is still there only ends a call to the system.
    await endShell(parts, intent.shell);
  }
  return parts.intents.release(intent);
}

/** End a process of this machine. One that cannot be ended is no reason to stop: its time limit counts then. */
export async function endShell(parts: WorkerParts, shell: ShellIdentity): Promise<void> {
  if (shell.host !== parts.processes.host) return;
  try {
    await parts.processes.end(shell);
  } catch (error) {
    parts.log.warn({ shell: shell.pid, err: error }, 'a process could not be ended');
  }
}
