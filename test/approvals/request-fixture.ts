import type { Plan } from '../../approvals/plan';
import { sealPlan } from '../../approvals/plan';
import type { PolicyInForce } from '../../approvals/policy';
import type { ChangeRequest, Vote } from '../../approvals/request';

export const line = 'add-s2s tenant=contoso site=hq';

export function aPlan(destination = '203.0.113.7'): Plan {
  const before = { 'tunnel contoso-hq': null };
  const after = { 'tunnel contoso-hq': { destination: [destination] } };
  return sealPlan(
    {
      before,
      after,
      basis: {},
      steps: [
        {
          target: 'gw1',
          cmdlet: 'Add-VpnS2SInterface',
          parameters: { Name: 'contoso-hq', Destination: [destination] },
          because: 'creates it',
          leaves: after,
          undo: [
            {
              target: 'gw1',
              cmdlet: 'Remove-VpnS2SInterface',
              parameters: { Name: 'contoso-hq', Force: true },
              because: 'removes it',
            },
          ],
        },
      ],
      touches: { tenants: ['contoso'], tunnels: ['contoso-hq'], sessions: 0, prefixes: [] },
      notes: [],
    },
    'gw1',
    line,
  );
}

export const policy: PolicyInForce = {
  rules: ['A change needs one approver of network-leads who did not ask for it'],
  requesters: [['network-engineers', 'network-leads']],
  approvers: [{ group: 'network-leads', count: 1 }],
  expiresAfterMs: 86_400_000,
  warnBeforeMs: 3_600_000,
  confirmWithinMs: 1_800_000,
};

const plan = aPlan();

export function aRequest(more: Partial<ChangeRequest> = {}): ChangeRequest {
  return {
    id: 'CR-1',
    version: 1,
    state: 'pending',
    stateSince: 0,
    createdAt: 0,
    line,
    operation: 'add-s2s',
    args: {},
    gateway: 'gw1',
    tenant: 'contoso',
    risk: 'tenant',
    requester: 'alice',
    home: { chat: 'slack', channel: 'mtgw' },
    plan,
    policy,
    votes: [],
    run: 0,
    startedRun: 0,
    done: 0,
    gates: [],
    because: '',
    timeline: [],
    due: {},
    ...more,
  };
}

export function aVote(person: string, more: Partial<Vote> = {}): Vote {
  return {
    person,
    choice: 'approve',
    fingerprint: plan.fingerprint,
    at: 0,
    chat: 'slack',
    groups: [],
    ...more,
  };
}

export function directory(groups: Record<string, string[]>) {
  return { groupsOf: (person: string) => groups[person] };
}

export const cast = directory({
  alice: ['network-engineers'],
  bob: ['network-leads'],
  carol: ['security'],
  dave: [],
});
