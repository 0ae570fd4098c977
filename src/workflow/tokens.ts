import type { Plan } from '../../approvals/plan';
import type { WorkerParts } from './parts';

/** The run numbers of one run, for every machine that its steps or their undo touch. */
export type Tokens = ReadonlyMap<string, number>;

/**
 * Take a new run number on every target of a plan. Always before the write that begins the work, and never later:
 * whoever recovers sees that write first, so its numbers are newer, and what is left of the old run is refused.
 */
export async function takeTokens(parts: WorkerParts, plan: Plan): Promise<Tokens> {
  const targets = plan.steps.flatMap((step) => [step, ...step.undo]).map(({ target }) => target);
  const tokens = new Map<string, number>();
  for (const target of new Set(targets)) {
    tokens.set(target, await parts.intents.nextToken(target));
  }
  return tokens;
}

export function tokenFor(tokens: Tokens, target: string): number {
  const token = tokens.get(target);
  if (token === undefined) throw new Error(`No run number was taken for ${target}.`);
  return token;
}
