import { type Plan, type SecretRef, sealPlan } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import type { Records as Stored } from '../../src/adapters/redis/records';
import { readConfig } from '../../src/config/directory';
import { createChannels } from '../../src/world/channels';
import { defineChange } from '../../src/ops/operation';
import { packageRoot } from '../../src/package-root';
import { createPeople } from '../../src/world/people';
import type { Log } from '../../src/ports/log';
import type { GatewayShells } from '../../src/ports/shells';
import type { ChangeQueue } from '../../src/ports/queue';
import type { WorkerParts } from '../../src/workflow/parts';
import { memoryProcesses } from '../fakes/memory-processes';
import { realClock } from '../fakes/real-clock';
import { join } from 'node:path';

/* The whole workflow over a shell that does nothing, so that only the bot's own work is measured. */

const after = { thing: { there: true } };
const step = {
  target: 'gw1',
  cmdlet: 'Add-VpnS2SInterface',
  parameters: { Name: 'contoso-hq', Destination: ['203.0.113.7'] },
  because: 'It is measured.',
  leaves: after,
};
const back = {
  cmdlet: 'Remove-VpnS2SInterface',
  parameters: { Name: 'contoso-hq', Force: true },
  because: 'It is taken back.',
};

/** An operation whose readings cost nothing: before it the thing is absent, afterwards it is there. */
const noop = defineChange({
  name: 'add-noop',
  summary: 'Nothing, measured',
  risk: 'tenant',
  args: {},
  examples: [],
  reads: () => ({}),
  plan: (_args, _world, { gateway }) => draftFor(gateway.name),
  looks: () => ({}),
  stateOf: () => after,
});

function draftFor(gateway: string) {
  return {
    before: { thing: null },
    after,
    basis: {},
    steps: [{ ...step, target: gateway, undo: [{ ...back, target: gateway }] }],
    touches: { tenants: ['contoso'], tunnels: [], sessions: 0, prefixes: [] },
    notes: [],
  };
}

const line = 'add-noop';

function planFor(gateway: string): Plan {
  return sealPlan(draftFor(gateway), gateway, line);
}

export function partsOf(
  records: Stored,
  queue: ChangeQueue,
  gateways: string[],
  hooks: { onCmdlet(): void; log: Log },
): WorkerParts {
  const config = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));
  const processes = memoryProcesses('bench');
  const { identity } = processes.start(1);
  const shells: GatewayShells = {
    ready: async () => identity,
    close: async () => {},
    run: async (batch) => {
      hooks.onCmdlet();
      return batch.map(({ target, commands }) => ({
        target,
        outcome: 'answered',
        results: commands.map(() => ({ output: [], errors: [], warnings: [], durationMs: 0 })),
      }));
    },
  };
  const machine = { version: '2012r2' as const, target: {}, hosts: {} };
  return {
    ...records,
    queue,
    shells,
    processes,
    gateways,
    isRemote: () => false,
    clock: realClock,
    log: hooks.log,
    inventory: {
      tenants: {},
      gateways: Object.fromEntries(gateways.map((name) => [name, machine])),
    },
    people: createPeople(config.people),
    channels: createChannels(config.channels),
    policy: config.policy,
    operations: [noop],
    settings: {
      stepTimeoutMs: 10_000,
      stepMarginMs: 2_000,
      settleMs: 0,
      readTimeoutMs: 10_000,
      gateEveryMs: 10_000,
      retryEveryMs: 0,
      keepKeysMs: 0,
      watch: {
        probeEveryMs: 1_000,
        probeTimeoutMs: 1_000,
        leadMs: 3_000,
        staleAfterMs: 10_000,
        patience: {
          downMs: 0,
          unknownMs: 0,
          flaps: 9,
          flapsWithinMs: 60_000,
          calmMs: 0,
          staysDownMs: 0,
        },
      },
    },
    unsafe: () => [],
    unsafeNow: async () => [],
  };
}

/** Approved, with the plan that the operation makes. Each its own tenant, so that none waits for another's hold. */
export function approvedRequest(id: string, gateway: string, i: number): ChangeRequest {
  const plan = planFor(gateway);
  const hidden: SecretRef = { secret: 'x'.repeat(32), origin: 'made' };
  return {
    id,
    version: 1,
    state: 'approved',
    stateSince: 1,
    createdAt: 1,
    line,
    operation: noop.name,
    args: { psk: hidden, note: 'x'.repeat(500) },
    gateway,
    tenant: `tenant-${i}`,
    risk: 'tenant',
    requester: 'alice',
    home: { chat: 'slack', channel: 'mtgw' },
    plan,
    policy: {
      rules: ['A change needs one approver'],
      requesters: [['network-engineers']],
      approvers: [{ group: 'network-leads', count: 1 }],
      expiresAfterMs: 60_000,
      warnBeforeMs: 10_000,
      confirmWithinMs: 60_000,
    },
    votes: [
      {
        person: 'bob',
        choice: 'approve',
        fingerprint: plan.fingerprint,
        at: 1,
        chat: 'slack',
        groups: ['network-leads'],
      },
    ],
    run: 0,
    startedRun: 0,
    done: 0,
    gates: [],
    because: 'It is measured.',
    timeline: [],
    due: {},
  };
}
