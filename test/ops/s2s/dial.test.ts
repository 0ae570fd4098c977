import { type Plan, sealPlan } from '../../../approvals/plan';
import { standing } from '../../../approvals/standing';
import { type Gateway, recorded, tunnelRow } from '../recorded';

/* What dialling and hanging up read like over time, on a gateway whose far end answers or not (runbook S3.4, S3.7). */

const branch = { tenant: 'contoso', site: 'branch' };
const silent = { LastError: 809, UnReachabilityReasons: 'CONNECTION_FAILURE' };

const states = {
  up: { ConnectionState: 'Connected' },
  dialling: { ConnectionState: 'Connecting' },
  resting: { ConnectionState: 'Disconnected' },
  failed: { ConnectionState: 'Disconnected', LastError: 809 },
  unreachable: { ConnectionState: 'Unreachable', ...silent },
};
type State = keyof typeof states;

const at = (state: State, persistent: boolean) => ({
  'Get-VpnS2SInterface': [
    tunnelRow('contoso-branch', { ...states[state], Persistent: persistent }),
  ],
});

const reads = async (gateway: Gateway, plan: Plan, name: string, state: State, kept: boolean) => {
  gateway.rows = { ...gateway.rows, ...at(state, kept) };
  return standing(plan, await gateway.observe(name, branch)).kind;
};

const kinds: [string, boolean, string, State, [State, string][]][] = [
  [
    'connect-s2s',
    true,
    'a persistent tunnel that rests',
    'resting',
    [
      ['resting', 'not-applied'],
      ['dialling', 'applied'],
      ['unreachable', 'applied'],
      ['up', 'applied'],
    ],
  ],
  [
    'connect-s2s',
    true,
    'a persistent tunnel that is unreachable',
    'unreachable',
    [
      ['unreachable', 'not-applied'],
      ['dialling', 'applied'],
      ['up', 'applied'],
      ['resting', 'not-applied'],
    ],
  ],
  [
    'connect-s2s',
    false,
    'a tunnel on demand',
    'resting',
    [
      ['dialling', 'applied'],
      ['up', 'applied'],
      ['failed', 'not-applied'],
    ],
  ],
  [
    'connect-s2s',
    false,
    'a tunnel on demand whose last dial failed',
    'failed',
    [
      ['dialling', 'applied'],
      ['up', 'applied'],
      ['failed', 'not-applied'],
      ['resting', 'not-applied'],
    ],
  ],
  [
    'disconnect-s2s',
    true,
    'a persistent tunnel',
    'up',
    [
      ['up', 'not-applied'],
      ['resting', 'applied'],
      ['failed', 'applied'],
      ['dialling', 'not-applied'],
      ['unreachable', 'not-applied'],
    ],
  ],
  [
    'disconnect-s2s',
    true,
    'a persistent tunnel that is unreachable',
    'unreachable',
    [
      ['unreachable', 'not-applied'],
      ['dialling', 'not-applied'],
      ['resting', 'applied'],
    ],
  ],
];

describe.each(kinds)('%s (persistent: %s), %s', (name, persistent, _what, from, readings) => {
  it.each(readings)('%s reads as %s', async (state, kind) => {
    const gateway = recorded(at(from, persistent));
    const plan = sealPlan(await gateway.plan(name, branch), 'gw1', name);
    expect(plan.steps).toHaveLength(1);
    expect(await reads(gateway, plan, name, state, persistent)).toBe(kind);
  });
});

describe('whether it is up', () => {
  it.each<[State, boolean, string]>([
    ['dialling', false, 'contoso-branch is connecting.'],
    ['unreachable', false, 'contoso-branch is unreachable, error 809'],
    ['up', true, 'contoso-branch is up.'],
  ])('is for the gate to say, which waits for the far end: %s', async (state, held, sentence) => {
    const gate = await recorded(at(state, true)).gate('connect-s2s', branch);
    expect(gate.held).toBe(held);
    expect(gate.sentence).toContain(sentence);
  });
});

describe('how it ended', () => {
  it('a dial says why the far end was not reached, and whether it goes on', async () => {
    expect(await recorded(at('failed', false)).ending('connect-s2s', branch)).toMatch(
      /^The dial ended: contoso-branch is down, error 809: [^.]+\.$/,
    );
    expect(await recorded(at('unreachable', true)).ending('connect-s2s', branch)).toMatch(
      /gw1 dials it again by itself\.$/,
    );
  });

  it('a tunnel that was hung up says that it was dialled again', async () => {
    expect(await recorded(at('dialling', true)).ending('disconnect-s2s', branch)).toBe(
      'contoso-branch was dialled again after it was hung up: it is persistent. It is connecting.',
    );
  });
});

describe('a tunnel that is being dialled already', () => {
  it('is not planned until that has ended', async () => {
    const plan = await recorded(at('dialling', true)).plan('connect-s2s', branch);
    expect(plan.underWay).toMatch(/^contoso-branch is being dialled already/);
    expect(plan.steps).toEqual([]);
  });

  it('can be hung up', async () => {
    const plan = await recorded(at('dialling', true)).plan('disconnect-s2s', branch);
    expect(plan.steps).toHaveLength(1);
    expect(plan.underWay).toBeUndefined();
  });

  it('says how that ended: up, or what is the matter', async () => {
    const up = await recorded(at('up', true)).plan('connect-s2s', branch);
    expect([up.steps, up.underWay, up.notes]).toEqual([[], undefined, ['contoso-branch is up.']]);
    const failed = await recorded(at('unreachable', true)).plan('connect-s2s', branch);
    expect(failed.underWay).toBeUndefined();
    expect(failed.steps.map(({ cmdlet }) => cmdlet)).toEqual(['Connect-VpnS2SInterface']);
    expect(failed.notes[0]).toMatch(/^contoso-branch is unreachable, error 809/);
  });
});

it('a tunnel that is administratively down is not dialled', async () => {
  const row = tunnelRow('contoso-branch', {
    AdminStatus: false,
    ConnectionState: 'Disconnected',
  });
  await expect(
    recorded({ 'Get-VpnS2SInterface': [row] }).plan('connect-s2s', branch),
  ).rejects.toThrow('contoso-branch is administratively down: it cannot be dialled.');
});

it('each is the way back of the other', async () => {
  const gateway = recorded(at('up', true));
  expect(await gateway.inverse('disconnect-s2s', branch)).toEqual({
    operation: 'connect-s2s',
    texts: branch,
  });
  gateway.rows = { ...gateway.rows, ...at('resting', true) };
  expect(await gateway.inverse('connect-s2s', branch)).toEqual({
    operation: 'disconnect-s2s',
    texts: branch,
  });
});
