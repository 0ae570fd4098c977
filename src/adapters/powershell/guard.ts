import type { ParameterValue } from '../../../approvals/plan';
import type { Command } from '../../ports/shells';
import type { Catalogue, CmdletFacts } from '../../facts/catalogue';
import { refuseOddNames, refuseUnselected } from './selectors';

export type Checked =
  | { allowed: true; command: Command }
  /** A sentence for a person. Nothing was sent. */
  | { allowed: false; why: string };

/** They would run it on another machine than the target, or leave it running behind our back. */
const leaving = ['computername', 'cn', 'cimsession', 'credential', 'asjob'];

/**
 * Is this a command that the catalogue knows, on this machine, with a selector where it takes away? Allowed ones
 * come back with what keeps them from asking a question that nobody could answer. Names must be spelled as in the
 * catalogue: PowerShell would accept any case and any abbreviation, the approval showed only one.
 */
export function checkCommand(
  catalogue: Catalogue,
  alsoAllow: ReadonlySet<string>,
  { cmdlet, parameters }: Command,
): Checked {
  const leaves = Object.keys(parameters).find(leavesTheTarget);
  if (leaves !== undefined) {
    return refuse(
      `${cmdlet} is refused with -${leaves}: it would leave the machine that was named.`,
    );
  }
  if (alsoAllow.has(cmdlet)) return { allowed: true, command: { cmdlet, parameters } };
  const facts = catalogue.get(cmdlet);
  if (!facts) return refuse(`${cmdlet} is not in the catalogue of cmdlets, so it is not sent.`);
  for (const name of Object.keys(parameters)) {
    if (!Object.hasOwn(facts.parameters, name)) {
      return refuse(`${cmdlet} has no parameter -${name} in the catalogue, so it is not sent.`);
    }
  }
  const unselected =
    refuseUnselected(cmdlet, facts, parameters) ?? refuseOddNames(cmdlet, parameters);
  if (unselected !== undefined) return refuse(unselected);
  return {
    allowed: true,
    command: { cmdlet, parameters: { ...answers(facts, parameters), ...parameters } },
  };
}

/** Under any name that PowerShell would take for it: whatever begins so, in any case. */
function leavesTheTarget(name: string): boolean {
  return leaving.some((known) => known.startsWith(name.toLowerCase()));
}

/** What answers the cmdlet's question beforehand, beside what is said already; an operation's own word stands. */
function answers(
  facts: CmdletFacts,
  parameters: Readonly<Record<string, ParameterValue>>,
): Record<string, ParameterValue> {
  const asks = facts.promptsUnlessForced || facts.supportsShouldProcess;
  if (!asks) return {};
  if (facts.promptsUnlessForced && mayStandBeside(facts, parameters, 'Force')) {
    return { Force: true };
  }
  return mayStandBeside(facts, parameters, 'Confirm') ? { Confirm: false } : {};
}

/** Not every set of parameters of a cmdlet has both. */
function mayStandBeside(
  { parameterSets }: CmdletFacts,
  parameters: Readonly<Record<string, ParameterValue>>,
  name: string,
): boolean {
  const given = Object.keys(parameters);
  const used = parameterSets.filter((set) =>
    given.every((one) => Object.hasOwn(set.parameters, one)),
  );
  return (used.length > 0 ? used : parameterSets).some((set) =>
    Object.hasOwn(set.parameters, name),
  );
}

function refuse(why: string): Checked {
  return { allowed: false, why };
}
