import type { Directory } from '../directory';
import type { Finding } from '../finding';
import type { PolicyInForce } from '../policy';

/** A voter is in one of the groups whose approval is needed. */
export function approverGroup(
  policy: PolicyInForce,
  person: string,
  directory: Directory,
): Finding {
  const rule = 'approver-group';
  const groups = directory.groupsOf(person);
  const needed = policy.approvers.map((need) => need.group);
  if (groups === undefined) {
    return {
      rule,
      met: false,
      sentence: `Nothing is known about the groups of ${person}, so the vote does not count.`,
    };
  }
  const met = needed.some((group) => groups.includes(group));
  return {
    rule,
    met,
    sentence: met
      ? `${person} may vote on this.`
      : `Only members of ${needed.join(' or ')} may vote on this change.`,
  };
}
