import type { TargetAnswer } from '../../ports/shells';
import type { Vault } from '../../ports/vault';
import { readAnswers } from './answer';
import type { Breakers, Verdict } from './breakers';
import type { Engine } from './engine';
import { EngineError } from './engine-error';
import type { Lane } from './lane';
import type { Caps } from './options';
import { type Part, refusal } from './prepare';
import type { OpenCommand } from './request';
import { type Opened, openSecrets } from './secrets';
import { scrub } from './scrub';

/** Stopping takes the boundary function up to a second; whatever is later than this will not come. */
const LAST_RESORT_MS = 4000;

interface Surroundings {
  lane: Lane;
  engine: Engine;
  breakers: Breakers;
  vault: Pick<Vault, 'open'>;
  caps: Caps;
  /** What is left of the caller's time, in milliseconds. */
  left: () => number;
  signal: AbortSignal | undefined;
}

interface Sent {
  part: Part;
  settle(verdict: Verdict): void;
  commands: OpenCommand[];
}

/** Send the parts of a batch to a process that is ours alone meanwhile, and answer each of them. */
export async function dispatch(
  parts: readonly Part[],
  around: Surroundings,
): Promise<TargetAnswer[]> {
  const refused: TargetAnswer[] = [];
  const sent: Sent[] = [];
  const secrets: string[] = [];
  for (const part of parts) {
    const entry = around.breakers.enter(part.target);
    if (!entry.entered) {
      refused.push(refusal(part.target, entry.why));
      continue;
    }
    const opened = await open(part, around.vault);
    if (opened.opened) {
      secrets.push(...opened.values);
      sent.push({ part, settle: entry.settle, commands: opened.commands });
    } else {
      entry.settle('unknown');
      refused.push(refusal(part.target, opened.why));
    }
  }
  if (sent.length === 0) return refused;
  if (secrets.length > 0) around.lane.knowsSecrets = true;
  const answers = await send(sent, around);
  for (const [i, { settle }] of sent.entries()) settle(verdictOn(answers[i]));
  return [...refused, ...scrubbed(answers, secrets)];
}

/** They were sent: whatever becomes of their answers, that is not undone by it. */
function scrubbed(answers: TargetAnswer[], secrets: readonly string[]): TargetAnswer[] {
  try {
    return scrub(answers, secrets);
  } catch {
    // What it was is left out on purpose: it may hold what could not be taken out.
    return answers.map(({ target }) => unanswered(target, 'died', 'Its answer could not be read.'));
  }
}

async function open(part: Part, vault: Pick<Vault, 'open'>): Promise<Opened> {
  try {
    return await openSecrets(vault, part.commands);
  } catch (problem) {
    return { opened: false, why: `A secret could not be opened: ${(problem as Error).message}` };
  }
}

async function send(sent: readonly Sent[], around: Surroundings): Promise<TargetAnswer[]> {
  const { lane, engine, caps, left, signal } = around;
  const names = sent.map(({ part }) => part.target);
  const every = (answer: (target: string) => TargetAnswer) => names.map(answer);
  const deadlineMs = Math.floor(left());
  if (signal?.aborted)
    return every((target) => refusal(target, 'It was cancelled before it was sent.'));
  if (deadlineMs <= 0)
    return every((target) => refusal(target, 'The time was over before it was sent.'));
  const request = {
    deadlineMs,
    maxObjects: caps.objects,
    close: lane.takeIdle(caps.sessionIdleMs, new Set(names)),
    targets: sent.map(({ part, commands }) => {
      const open = lane.openingFor(part.target, part.opening);
      return { name: part.target, open, commands };
    }),
  };
  try {
    const answer = await engine.ask(request, { timeoutMs: deadlineMs + LAST_RESORT_MS, signal });
    const { answers, stuck } = await readAnswers(answer, caps.answerBytes);
    remember(lane, answers);
    if (stuck) await lane.end('a cmdlet could not be stopped');
    return every(
      (target) =>
        answers.find((one) => one.target === target) ??
        unanswered(target, 'died', 'It was left out of the answer.'),
    );
  } catch (problem) {
    const { kind, said } = problem instanceof EngineError ? problem : { kind: 'died', said: '' };
    await lane.end(kind);
    // What it printed may hold a secret, or the torn-off half of one that no scrubbing finds.
    const heard = said === '' || lane.knowsSecrets ? '' : ` It said: ${said}`;
    const message = `${(problem as Error).message}${heard}`;
    return every((target) => unanswered(target, kind === 'timeout' ? 'timeout' : 'died', message));
  }
}

function unanswered(target: string, outcome: 'timeout' | 'died', message: string): TargetAnswer {
  return { target, outcome, message, results: [] };
}

function remember(lane: Lane, answers: readonly TargetAnswer[]): void {
  const now = performance.now();
  for (const { target, outcome } of answers) {
    if (outcome === 'answered') lane.sessions.set(target, now);
    else lane.sessions.delete(target);
  }
}

/** Only the machine's own silence counts against it. */
function verdictOn(answer: TargetAnswer | undefined): Verdict {
  if (answer?.outcome === 'answered') return 'up';
  return answer?.outcome === 'timeout' || answer?.outcome === 'unreachable' ? 'down' : 'unknown';
}
