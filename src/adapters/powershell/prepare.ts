import type { Command, TargetAnswer } from '../../ports/shells';
import type { Catalogue } from '../../facts/catalogue';
import type { Writable } from './clixml/write';
import { checkCommand } from './guard';
import { openingOf, type TargetConfig } from './targets';

/** One target of a batch that may be sent. */
export interface Part {
  target: string;
  opening: { [key: string]: Writable };
  commands: Command[];
}

export type Prepared = { part: Part } | { answer: TargetAnswer };

/** What is said of a target that the configuration does not have. */
export function unknownTarget(target: string): string {
  return `There is no target "${target}" in the configuration.`;
}

/** The answer for a target to which nothing is sent. `message` is one sentence, with what is wrong. */
export function refusal(target: string, message: string): TargetAnswer {
  return { target, outcome: 'refused', message, results: [] };
}

/** Check one target of a batch. One bad command refuses all of them: half a list is nobody's intention. */
export function prepare(
  { target, commands }: { target: string; commands: Command[] },
  targets: ReadonlyMap<string, TargetConfig>,
  catalogue: Catalogue,
  alsoAllow: ReadonlySet<string>,
): Prepared {
  const config = targets.get(target);
  if (!config) return { answer: refusal(target, unknownTarget(target)) };
  const allowed: Command[] = [];
  for (const command of commands) {
    const checked = checkCommand(catalogue, alsoAllow, command);
    if (!checked.allowed) return { answer: refusal(target, checked.why) };
    allowed.push(checked.command);
  }
  if (allowed.length === 0) return { answer: { target, outcome: 'answered', results: [] } };
  return { part: { target, opening: openingOf(config), commands: allowed } };
}
