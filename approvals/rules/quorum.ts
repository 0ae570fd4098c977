import type { Directory } from '../directory';
import type { Finding } from '../finding';
import type { ChangeRequest, Vote } from '../request';
import { approverGroup } from './approver-group';
import { fourEyes } from './four-eyes';
import { planUnchanged } from './plan-unchanged';

/** The votes that count now: for this plan, by others than the requester, by members as of now, one each. */
export function countingVotes(request: ChangeRequest, directory: Directory): Vote[] {
  const { policy } = request;
  if (policy === undefined) return [];
  const newest = new Map(request.votes.map((vote) => [vote.person, vote]));
  return [...newest.values()].filter(
    (vote) =>
      fourEyes(request, vote.person).met &&
      planUnchanged(request, vote.fingerprint).met &&
      approverGroup(policy, vote.person, directory).met,
  );
}

/** One finding for each group that must approve. A person fills one place only, whatever groups they are in. */
export function quorum(request: ChangeRequest, directory: Directory): Finding[] {
  const { policy } = request;
  if (policy === undefined) {
    return [{ rule: 'quorum', met: false, sentence: 'No policy is in force for this request.' }];
  }
  const approvals = countingVotes(request, directory).filter((vote) => vote.choice === 'approve');
  const places = policy.approvers.flatMap(({ group, count }) =>
    Array.from({ length: count }, () => group),
  );
  const seated = seat(
    approvals.map((vote) => vote.person),
    places,
    directory,
  );
  return policy.approvers.map(({ group, count }) => {
    const people = [...seated].filter(([, place]) => places[place] === group).map(([who]) => who);
    const met = people.length >= count;
    return {
      rule: 'quorum',
      met,
      sentence: met
        ? `Approved by ${people.join(' and ')} for ${group}.`
        : `Waiting for ${count - people.length} approval${count - people.length === 1 ? '' : 's'} from ${group}.`,
    };
  });
}

/** Give as many people as possible a place each (augmenting paths; the numbers are tiny). */
function seat(people: string[], places: string[], directory: Directory): Map<string, number> {
  const holder = new Map<number, string>();
  const place = (person: string, tried: Set<number>): boolean => {
    for (const [index, group] of places.entries()) {
      if (tried.has(index) || !directory.groupsOf(person)?.includes(group)) continue;
      tried.add(index);
      const sitting = holder.get(index);
      if (sitting === undefined || place(sitting, tried)) {
        holder.set(index, person);
        return true;
      }
    }
    return false;
  };
  for (const person of people) place(person, new Set());
  return new Map([...holder].map(([index, person]) => [person, index]));
}
