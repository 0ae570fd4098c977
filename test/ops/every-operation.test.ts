import { type Plan, sameState, type SecretRef, sealPlan, undoSteps } from '../../approvals/plan';
import { canonicalLine } from '../../src/commands/canonical-line';
import { parseLine } from '../../src/commands/grammar';
import { parseArgs } from '../../src/commands/parse-args';
import { readArgs } from '../../src/commands/read-args';
import { findGateway, findTenant } from '../../src/world/inventory';
import { makeKey } from '../../src/ops/args/secret';
import { operations } from '../../src/ops/catalog';
import type { ChangeOperation, Operation } from '../../src/ops/operation';
import { answerAt, completeAt, planAt, stateAt } from './at-work';
import { checkStep } from './check-step';
import { type Gateways, openGateways } from './gateway';

/* What every operation must hold, over all of them, against the simulator through the real boundary. */

/** What must be so before an operation, or one example of it, has something to do. */
const before: Record<
  string,
  { cmdlet: string; parameters: Record<string, string | number | boolean> }
> = {
  'set-s2s tenant=contoso site=branch tx-kbps=none rx-kbps=none': {
    cmdlet: 'Set-VpnS2SInterface',
    parameters: {
      Name: 'contoso-branch',
      EnableQoS: 'Enabled',
      TxBandwidthKbps: 5120,
      RxBandwidthKbps: 5120,
      Force: true,
    },
  },
  'connect-s2s': {
    cmdlet: 'Disconnect-VpnS2SInterface',
    parameters: { Name: 'contoso-branch', Force: true },
  },
};

let gateways: Gateways;
beforeAll(async () => {
  gateways = await openGateways();
}, 60_000);
afterAll(() => gateways.close());

async function ready(operation: Operation, example: string) {
  const { inventory } = gateways.config;
  const { given } = readArgs(operation, parseLine(example), { inventory });
  const owner = given['tenant'] === undefined ? undefined : findTenant(inventory, given['tenant']);
  const gateway = findGateway(inventory, given['gateway'] ?? owner?.gateway ?? '');
  if (gateway === undefined) throw new Error(`${example} names no gateway`);
  const at = gateways.at(gateway.name, owner?.name);
  const completion = await completeAt(at, operation, given);
  expect(completion.kind).toBe('ready');
  const secrets: Record<string, SecretRef> = {};
  const values: string[] = [];
  for (const [name, arg] of Object.entries(operation.args)) {
    if (arg.secret === undefined) continue;
    const value = makeKey();
    values.push(value);
    secrets[name] = await gateways.vault.seal(value, name, 600_000, 'made');
  }
  const args = parseArgs(operation.args, completion.args, secrets) as never;
  const line = canonicalLine(operation.name, operation.args, completion.args);
  return { at, args, line, gateway, secrets: values };
}

async function planOf(operation: ChangeOperation, made: Awaited<ReturnType<typeof ready>>) {
  const draft = await planAt(made.at, operation, made.args);
  return sealPlan(draft, made.gateway.name, made.line);
}

const changes = operations.filter((operation) => operation.kind === 'change');
const queries = operations.filter((operation) => operation.kind === 'query');
const examplesOf = <O extends Operation>(all: O[]) =>
  all.flatMap((operation) =>
    operation.examples.map((example): [string, O] => [example, operation]),
  );

describe.each(examplesOf(changes))('%s', (example, operation) => {
  let made: Awaited<ReturnType<typeof ready>>;
  let plan: Plan;
  beforeAll(async () => {
    await gateways.simulated.reset();
    const first = before[example] ?? before[operation.name];
    if (first) await gateways.simulated.run('gw1', first.cmdlet, first.parameters);
    made = await ready(operation, example);
    plan = await planOf(operation, made);
  });

  it('has something to do, and says who is touched', () => {
    expect(plan.steps.length).toBeGreaterThan(0);
    expect(plan.touches.tenants.length).toBeGreaterThan(0);
    expect(plan.steps.every((step) => step.because !== '')).toBe(true);
  });

  it('plans only calls that the gateway version knows, for the way there and back', () => {
    const steps = plan.steps.flatMap((step) => [step, ...step.undo]);
    expect(steps.flatMap((step) => checkStep(step, made.gateway.version))).toEqual([]);
  });

  it('holds no secret in its plan', () => {
    const text = JSON.stringify({ plan, args: made.args, line: made.line });
    for (const secret of made.secrets) expect(text).not.toContain(secret);
  });

  it('ends where its last step leaves it, and begins where it reads', async () => {
    expect(plan.steps.at(-1)?.leaves).toEqual(plan.after);
    expect(await stateAt(made.at, operation, made.args)).toEqual(plan.before);
  });

  it('plans the same twice', async () => {
    expect((await planOf(operation, made)).fingerprint).toBe(plan.fingerprint);
  });

  it('applied step by step reads as each step says; planned again there is nothing to do', async () => {
    for (const step of plan.steps) {
      await gateways.run(step);
      expect(await stateAt(made.at, operation, made.args)).toEqual(step.leaves);
    }
    expect((await planOf(operation, made)).steps).toEqual([]);
  });

  it('undone gives the first reading back, unless it says that it cannot be', async () => {
    if (plan.irreversible !== undefined) {
      expect(plan.irreversible).not.toBe('');
      return;
    }
    for (const step of undoSteps(plan, plan.steps.length)) await gateways.run(step);
    const back = await stateAt(made.at, operation, made.args);
    expect(sameState(back, plan.before) ? 'as before' : back).toBe('as before');
  });
});

describe.each(examplesOf(queries))('%s', (example, operation) => {
  it('answers, and changes nothing', async () => {
    await gateways.simulated.reset();
    const made = await ready(operation, example);
    const [was] = await gateways.simulated.run(made.gateway.name, 'Get-SimulatorState', {});
    const message = await answerAt(made.at, operation, made.args);
    expect(message.summary).not.toBe('');
    const [is] = await gateways.simulated.run(made.gateway.name, 'Get-SimulatorState', {});
    const settled = (state: unknown) => (state as { RoutingDomains: unknown }).RoutingDomains;
    expect(settled(is)).toEqual(settled(was));
  });
});

it('every operation has its own name, and a verb and a noun in it', () => {
  const names = operations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // A noun alone asks how it stands (`health`). What changes something always says what it does.
  const loneNouns = queries.map(({ name }) => name).filter((name) => /^[a-z]+$/.test(name));
  const odd = names.filter((name) => !/^[a-z]+-[a-z0-9-]+$/.test(name));
  expect(odd.filter((name) => !loneNouns.includes(name))).toEqual([]);
});
