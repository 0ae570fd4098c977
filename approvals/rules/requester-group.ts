import type { Directory } from '../directory';
import type { Finding } from '../finding';
import type { PolicyInForce } from '../policy';

/** Whoever asks is in one group of every matching rule. */
export function requesterGroup(
  policy: PolicyInForce,
  person: string,
  directory: Directory,
): Finding {
  const rule = 'requester-group';
  const groups = directory.groupsOf(person);
  if (groups === undefined) {
    return {
      rule,
      met: false,
      sentence: `Nothing is known about the groups of ${person}, so the request is refused.`,
    };
  }
  const lacking = policy.requesters.find((list) => !list.some((group) => groups.includes(group)));
  if (lacking === undefined) return { rule, met: true, sentence: `${person} may ask for this.` };
  return {
    rule,
    met: false,
    sentence: `${person} may not ask for this: it takes a member of ${lacking.join(' or ')}.`,
  };
}
