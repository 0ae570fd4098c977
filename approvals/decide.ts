import type { Directory } from './directory';
import type { Finding } from './finding';
import {
  type Policy,
  type PolicyInForce,
  type PolicySubject,
  policyInForce,
  uncovered,
} from './policy';
import type { ChangeRequest } from './request';
import { approverGroup } from './rules/approver-group';
import { denialReason } from './rules/denial-reason';
import { fourEyes } from './rules/four-eyes';
import { planUnchanged } from './rules/plan-unchanged';
import { countingVotes, quorum } from './rules/quorum';
import { requesterGroup } from './rules/requester-group';

/** May this person ask for this? All findings are met, or it is refused with the first that is not. */
export function mayRequest(
  policy: Policy,
  subject: PolicySubject,
  person: string,
  directory: Directory,
): { findings: Finding[]; policy: PolicyInForce | undefined } {
  const inForce = policyInForce(policy, subject);
  if (inForce === undefined) {
    const tenants = uncovered(policy, subject).flatMap((tenant) => tenant ?? []);
    const what = tenants.length > 0 ? `for tenant ${tenants.join(' and ')}` : 'here';
    const sentence = `No rule of the policy covers ${subject.operation} ${what}, so it is refused. The policy's owner can add one.`;
    return { findings: [{ rule: 'rule-matches', met: false, sentence }], policy: undefined };
  }
  return { findings: [requesterGroup(inForce, person, directory)], policy: inForce };
}

/**
 * May this person read of a tenant, or of all with undefined: whole gateways, and whatever is nobody's? Who may read of
 * one tenant does not thereby read of another.
 */
export function mayRead(
  policy: Policy,
  person: string,
  directory: Directory,
  tenant: string | undefined,
): Finding {
  const groups = directory.groupsOf(person) ?? [];
  const isIn = (lists: readonly string[] = []) => lists.some((group) => groups.includes(group));
  const own = Object.keys(policy.tenantReaders).filter((name) => isIn(policy.tenantReaders[name]));
  const met = isIn(policy.readers) || (tenant !== undefined && own.includes(tenant));
  return { rule: 'reader-group', met, sentence: readingText(policy, person, met, own) };
}

function readingText(policy: Policy, person: string, met: boolean, own: string[]): string {
  if (met) return `${person} may read here.`;
  if (own.length > 0) return `${person} may read of ${own.join(' and ')} alone.`;
  return `${person} may not use this bot: it takes a member of ${policy.readers.join(' or ')}.`;
}

/** May this person ask for some change of a tenant, by some rule? Then its name is no secret to them. */
export function mayAskSomething(
  policy: Policy,
  person: string,
  directory: Directory,
  tenant: string,
): boolean {
  const groups = directory.groupsOf(person) ?? [];
  return policy.rules.some(
    ({ when, requesters }) =>
      (when.tenants === undefined || when.tenants.includes(tenant)) &&
      requesters.some((group) => groups.includes(group)),
  );
}

/** May this person vote on the plan that they saw? */
export function mayVote(
  request: ChangeRequest,
  person: string,
  fingerprint: string,
  choice: 'approve' | 'deny',
  directory: Directory,
  reason?: string,
): Finding[] {
  const open = request.state === 'pending';
  const findings: Finding[] = [
    {
      rule: 'open-for-votes',
      met: open,
      sentence: open
        ? 'It is open for votes.'
        : `${request.id} is ${request.state}: there is nothing to vote on.`,
    },
    fourEyes(request, person),
    planUnchanged(request, fingerprint),
  ];
  if (request.policy !== undefined) {
    findings.push(approverGroup(request.policy, person, directory));
  }
  findings.push(denialReason(request.id, choice, reason));
  // Whoever asked may not deny it either: they cancel it, which says who ended it.
  return choice === 'deny' && person === request.requester
    ? [{ rule: 'four-eyes', met: false, sentence: 'You asked for this change: cancel it instead.' }]
    : findings;
}

export type Decision = 'waiting' | 'approved' | 'denied';

/** What the votes amount to now. One denial that counts ends it. */
export function decide(
  request: ChangeRequest,
  directory: Directory,
): { decision: Decision; findings: Finding[] } {
  const findings = quorum(request, directory);
  const denial = countingVotes(request, directory).find((vote) => vote.choice === 'deny');
  if (denial !== undefined) {
    const because = denial.reason === undefined ? '' : `: ${denial.reason}`;
    return {
      decision: 'denied',
      findings: [
        ...findings,
        { rule: 'denial', met: false, sentence: `Denied by ${denial.person}${because}.` },
      ],
    };
  }
  const met = findings.length > 0 && findings.every((finding) => finding.met);
  return { decision: met ? 'approved' : 'waiting', findings };
}

/** What to tell whoever is refused: one reason is enough to act on. Undefined when every rule is met. */
export function firstUnmet(findings: Finding[]): Finding | undefined {
  return findings.find((finding) => !finding.met);
}
