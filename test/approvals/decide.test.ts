import { decide, mayRead, mayRequest, mayVote } from '../../approvals/decide';
import { type Policy, policyInForce, policySchema } from '../../approvals/policy';
import { aPlan, aRequest, aVote, cast, directory, policy } from './request-fixture';

const rule = {
  name: 'A change needs one approver of network-leads',
  when: {},
  requesters: ['network-engineers'],
  approvers: [{ group: 'network-leads', count: 1 }],
  expires: { afterMinutes: 60, warnMinutesBefore: 10 },
  confirmWithinMinutes: 30,
};
const file: Policy = {
  version: 1,
  readers: ['network-engineers'],
  tenantReaders: { contoso: ['contoso-people'] },
  calls: { groups: {}, trouble: [] },
  rules: [rule],
};
const subject = {
  operation: 'add-s2s',
  tenants: ['contoso'],
  gateway: 'gw1',
  risk: 'tenant' as const,
};
const unmet = (findings: { met: boolean; rule: string }[]) =>
  findings.filter((finding) => !finding.met).map((finding) => finding.rule);

describe('who may ask', () => {
  it('a member of the requesters may', () => {
    expect(unmet(mayRequest(file, subject, 'alice', cast).findings)).toEqual([]);
  });
  it('somebody of no group may not', () => {
    expect(unmet(mayRequest(file, subject, 'dave', cast).findings)).toEqual(['requester-group']);
  });
  it('without group data it is refused', () => {
    expect(unmet(mayRequest(file, subject, 'mallory', cast).findings)).toEqual(['requester-group']);
  });
  it('without a matching rule it is refused', () => {
    const other = { ...file, rules: [{ ...rule, when: { operations: ['set-s2s'] } }] };
    expect(unmet(mayRequest(other, subject, 'alice', cast).findings)).toEqual(['rule-matches']);
  });
  it('a rule for tenants does not match a change without a tenant', () => {
    const other = { ...file, rules: [{ ...rule, when: { tenants: ['contoso'] } }] };
    const whole = { ...subject, tenants: [] };
    expect(policyInForce(other, whole)).toBeUndefined();
  });
  it('reading takes a reader', () => {
    for (const tenant of ['contoso', undefined]) {
      expect(mayRead(file, 'alice', cast, tenant).met).toBe(true);
      expect(mayRead(file, 'dave', cast, tenant).met).toBe(false);
      expect(mayRead(file, 'mallory', cast, tenant).met).toBe(false);
    }
  });
  it('who may read of one tenant does not thereby read of another, nor of a whole gateway', () => {
    const people = directory({ claire: ['contoso-people'] });
    expect(mayRead(file, 'claire', people, 'contoso').met).toBe(true);
    for (const tenant of ['northwind', 'constructor', undefined]) {
      expect(mayRead(file, 'claire', people, tenant)).toMatchObject({
        met: false,
        sentence: 'claire may read of contoso alone.',
      });
    }
  });
});

describe('the policy in force', () => {
  it('folds all matching rules together, the strictest of each', () => {
    const second = {
      ...rule,
      requesters: ['seniors'],
      approvers: [
        { group: 'network-leads', count: 2 },
        { group: 'security', count: 1 },
      ],
      expires: { afterMinutes: 30, warnMinutesBefore: 20 },
      confirmWithinMinutes: 60,
    };
    expect(policyInForce({ ...file, rules: [rule, second] }, subject)).toMatchObject({
      requesters: [['network-engineers'], ['seniors']],
      approvers: [
        { group: 'network-leads', count: 2 },
        { group: 'security', count: 1 },
      ],
      expiresAfterMs: 30 * 60_000,
      warnBeforeMs: 20 * 60_000,
      confirmWithinMs: 30 * 60_000,
    });
  });
  it('a rule for one tenant holds for whatever touches that tenant', () => {
    const strict = {
      ...rule,
      when: { tenants: ['contoso'] },
      approvers: [{ group: 'security', count: 1 }],
      requesters: ['seniors'],
    };
    const whole = { ...subject, risk: 'gateway' as const, tenants: ['fabrikam', 'contoso'] };
    expect(policyInForce({ ...file, rules: [rule, strict] }, whole)).toMatchObject({
      requesters: [['network-engineers'], ['seniors']],
      approvers: [
        { group: 'network-leads', count: 1 },
        { group: 'security', count: 1 },
      ],
    });
  });
  it('a rule that lets one tenant be changed lets no other be changed along with it', () => {
    const own = { ...file, rules: [{ ...rule, when: { tenants: ['contoso'] } }] };
    const both = { ...subject, tenants: ['contoso', 'fabrikam'] };
    expect(policyInForce(own, both)).toBeUndefined();
    expect(mayRequest(own, both, 'alice', cast).findings[0]?.sentence).toBe(
      "No rule of the policy covers add-s2s for tenant fabrikam, so it is refused. The policy's owner can add one.",
    );
  });
  it('a policy file with an unknown word, or without rules, is refused', () => {
    expect(policySchema.safeParse({ ...file, extra: 1 }).success).toBe(false);
    expect(policySchema.safeParse({ ...file, rules: [] }).success).toBe(false);
    expect(policySchema.safeParse({ ...file, rules: [{ ...rule, approvers: [] }] }).success).toBe(
      false,
    );
  });
});

describe('who may vote', () => {
  const shown = aPlan().fingerprint;
  const tried = (person: string, more = {}, fingerprint = shown) =>
    unmet(mayVote(aRequest(more), person, fingerprint, 'approve', cast));

  it('a network lead who did not ask may', () => {
    expect(tried('bob')).toEqual([]);
  });
  it('nobody approves what they asked for, even as a lead', () => {
    expect(tried('bob', { requester: 'bob' })).toEqual(['four-eyes']);
  });
  it('somebody outside the approving group may not', () => {
    expect(tried('carol')).toEqual(['approver-group']);
    expect(tried('dave')).toEqual(['approver-group']);
  });
  it('a vote for a plan that was shown before is refused', () => {
    expect(tried('bob', {}, aPlan('198.51.100.9').fingerprint)).toEqual(['plan-unchanged']);
  });
  it('there is nothing to vote on unless it is pending', () => {
    for (const state of ['planning', 'approved', 'applying', 'kept', 'stale'] as const) {
      expect(tried('bob', { state })).toContain('open-for-votes');
    }
  });
  it.each([undefined, '', ' \n '])('nobody denies without a reason: %j', (reason) => {
    const findings = mayVote(aRequest(), 'bob', shown, 'deny', cast, reason);
    expect(unmet(findings)).toEqual(['denial-reason']);
    expect(findings.at(-1)?.sentence).toContain('deny CR-1 because=');
    expect(unmet(mayVote(aRequest(), 'bob', shown, 'deny', cast, 'not today'))).toEqual([]);
    expect(unmet(mayVote(aRequest(), 'bob', shown, 'approve', cast, reason))).toEqual([]);
  });
  it('whoever asked cancels instead of denying', () => {
    const findings = mayVote(aRequest(), 'alice', shown, 'deny', cast);
    expect(unmet(findings)).toEqual(['four-eyes']);
  });
});

describe('what the votes amount to', () => {
  const decision = (votes: ReturnType<typeof aVote>[], more = {}, who = cast) =>
    decide(aRequest({ votes, ...more }), who).decision;

  it('nothing, without a vote', () => {
    expect(decision([])).toBe('waiting');
  });
  it('approved, with the one that is needed', () => {
    expect(decision([aVote('bob')])).toBe('approved');
  });
  it('nothing, when the vote is for another plan', () => {
    const old = aVote('bob', { fingerprint: aPlan('198.51.100.9').fingerprint });
    expect(decision([old])).toBe('waiting');
  });
  it('nothing, when the voter has left the group since', () => {
    expect(decision([aVote('bob')], {}, directory({ bob: [] }))).toBe('waiting');
    expect(decision([aVote('bob')], {}, directory({}))).toBe('waiting');
  });
  it('nothing, when the requester voted, through whichever account', () => {
    expect(decision([aVote('bob', { chat: 'teams' })], { requester: 'bob' })).toBe('waiting');
  });
  it('one denial that counts ends it, with its reason', () => {
    const { decision: end, findings } = decide(
      aRequest({ votes: [aVote('bob', { choice: 'deny', reason: 'not today' })] }),
      cast,
    );
    expect(end).toBe('denied');
    expect(findings.at(-1)?.sentence).toContain('not today');
  });
  it('a denial by somebody outside the group does not count', () => {
    expect(decision([aVote('carol', { choice: 'deny' })])).toBe('waiting');
  });
  it('a person fills one place only, whatever groups they are in', () => {
    const both = {
      ...policy,
      approvers: [
        { group: 'network-leads', count: 1 },
        { group: 'security', count: 1 },
      ],
    };
    const twoHats = directory({ bob: ['network-leads', 'security'], carol: ['security'] });
    expect(decision([aVote('bob')], { policy: both }, twoHats)).toBe('waiting');
    expect(decision([aVote('bob'), aVote('carol')], { policy: both }, twoHats)).toBe('approved');
    // Seated well: bob must take the leads' place although security was tried for him first.
    const turned = { ...both, approvers: both.approvers.toReversed() };
    expect(decision([aVote('bob'), aVote('carol')], { policy: turned }, twoHats)).toBe('approved');
  });
  it('the same person twice is one vote', () => {
    const two = { ...policy, approvers: [{ group: 'network-leads', count: 2 }] };
    expect(decision([aVote('bob'), aVote('bob', { chat: 'teams' })], { policy: two })).toBe(
      'waiting',
    );
  });
  it('without a policy on the request nothing is ever approved', () => {
    const request = aRequest({ votes: [aVote('bob')] });
    delete request.policy;
    expect(decide(request, cast).decision).toBe('waiting');
  });
});
