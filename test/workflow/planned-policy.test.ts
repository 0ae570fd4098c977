import type { ChangeRequest } from '../../approvals/request';
import type { Policy } from '../../approvals/policy';
import { readFor } from '../../src/workflow/execute';
import { type RedisServer, startRedis } from '../redis-server';
import { audit, type Line, openLine } from './line-harness';
import { approvedRequest } from './noop-worker';

/* What a change touches is known only once it is planned: the policy is asked again then. */

let server: RedisServer;
let line: Line;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  line = await openLine(server.url);
});
afterEach(() => line.close());

const anybody = {
  name: 'A change needs one approver of network-leads',
  when: {},
  requesters: ['network-engineers'],
  approvers: [{ group: 'network-leads', count: 1 }],
  expires: { afterMinutes: 60, warnMinutesBefore: 10 },
  confirmWithinMinutes: 30,
};
const strict = {
  ...anybody,
  name: 'A change that touches contoso needs security',
  when: { tenants: ['contoso'] },
  approvers: [{ group: 'security', count: 1 }],
};

/** A change to the whole gateway, whose plan touches these tenants. */
async function planned(policy: Policy['rules'], tenants: string[]): Promise<ChangeRequest> {
  touching(tenants);
  line.parts.policy = {
    version: 1,
    readers: ['network-engineers'],
    tenantReaders: {},
    calls: { groups: {}, trouble: [] },
    rules: policy,
  };
  const { plan: _plan, policy: _policy, ...asked } = approvedRequest('CR-1', 'gw1', 1);
  const whole = { ...asked, state: 'planning', tenant: undefined, risk: 'gateway', votes: [] };
  await line.parts.store.create(whole as unknown as ChangeRequest, audit);
  await readFor(line.parts, 'CR-1');
  return line.now();
}

function touching(tenants: string[]): void {
  const operation = line.operation();
  line.parts.operations = [
    {
      ...operation,
      plan: (args, world, about) => {
        const draft = operation.plan(args, world, about);
        return { ...draft, touches: { ...draft.touches, tenants } };
      },
    },
  ];
}

describe('the policy of what a plan touches', () => {
  it("a tenant's rule holds for a change to the whole gateway that touches it", async () => {
    const request = await planned([anybody, strict], ['fabrikam', 'contoso']);
    expect(request.state).toBe('pending');
    expect(request.policy?.approvers).toEqual([
      { group: 'network-leads', count: 1 },
      { group: 'security', count: 1 },
    ]);
    expect(request.policy?.rules).toContain('A change that touches contoso needs security');
  });

  it('who may not ask for one of the tenants that it touches is refused, and the audit says by which rule', async () => {
    const request = await planned(
      [anybody, { ...strict, requesters: ['network-leads'] }],
      ['contoso'],
    );
    expect(request.state).toBe('closed');
    expect(request.because).toBe('alice may not ask for this: it takes a member of network-leads.');
    const entries = await line.parts.audit.read({ request: 'CR-1' });
    expect(entries.at(-1)).toMatchObject({
      action: 'request.closed',
      detail: { refusedBy: 'requester-group' },
    });
  });

  it('a tenant that no rule covers is not touched by a rule for another', async () => {
    const request = await planned([strict], ['contoso', 'fabrikam']);
    expect(request.state).toBe('closed');
    expect(request.because).toMatch(/No rule of the policy covers add-noop for tenant fabrikam/);
  });

  it('votes are void when the change would touch another tenant by now', async () => {
    touching(['contoso', 'fabrikam']);
    const request = await line.run();
    expect(request.state).toBe('stale');
    expect(request.because).toMatch(/it would touch tenant fabrikam too/);
    expect(line.cmdlets).toBe(0);
  });
});
