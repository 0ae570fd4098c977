import type { TargetAnswer } from '../ports/shells';

/** Outcomes that the bot words by itself. In every other one a gateway, or the PowerShell beside it, may speak. */
const ours: ReadonlySet<string> = new Set<TargetAnswer['outcome']>(['refused', 'timeout']);

/** May what is told of that outcome be said anywhere? */
export function isInOwnWords(outcome: string): boolean {
  return ours.has(outcome);
}
