import type { Called } from '../../approvals/calls';
import { quietUntil } from '../../approvals/quiet-hours';
import type { ChangeRequest, RequestChange } from '../../approvals/request';
import { countingVotes, quorum } from '../../approvals/rules/quorum';
import { sentences } from '../messages/sentences';
import type { Records } from './parts';

/** Whoever asked, when it is their turn. What they did themselves they know. */
export function callAsker({ requester }: ChangeRequest, by?: string): Called[] {
  return by === requester ? [] : [{ person: requester }];
}

/** Who looks when the bot cannot go on: whoever asked, and those whom the policy names. */
export function callTrouble({ policy }: Pick<Records, 'policy'>, request: ChangeRequest): Called[] {
  return [...callAsker(request), ...policy.calls.trouble.map((group) => ({ group }))];
}

/** Who is called to vote now; in quiet hours those on call alone, and the others at their end. */
export function callVoters(
  parts: Pick<Records, 'policy' | 'people' | 'clock'>,
  request: ChangeRequest,
): { calls: Called[]; due: RequestChange['due']; quiet: string[] } {
  const groups = groupsWaitedFor(parts, request);
  const { quietHours } = parts.policy.calls;
  const now = parts.clock.now();
  const until = quietUntil(quietHours, now);
  if (until === undefined) return { calls: groups.map((group) => ({ group })), due: {}, quiet: [] };
  const onCall = parts.people
    .all()
    .filter((person) => person.groups.some((group) => groups.includes(group)))
    .filter((person) => person.groups.some((group) => quietHours?.groups.includes(group)))
    .filter((person) => mayStillVote(parts, request, person.id));
  return {
    calls: onCall.map(({ id }) => ({ person: id })),
    due: { call: until },
    quiet: [sentences.quiet(until, now, onCall.length > 0)],
  };
}

/** Those whose approvals are still missing. */
function groupsWaitedFor(
  { people }: Pick<Records, 'people'>,
  request: ChangeRequest,
): readonly string[] {
  const findings = quorum(request, people);
  return (request.policy?.approvers ?? [])
    .filter((_, at) => findings[at]?.met === false)
    .map(({ group }) => group);
}

/** Not who asked, nor whose vote counts already. */
export function mayStillVote(
  { people }: Pick<Records, 'people'>,
  request: ChangeRequest,
  person: string,
): boolean {
  return (
    person !== request.requester &&
    !countingVotes(request, people).some((vote) => vote.person === person)
  );
}
