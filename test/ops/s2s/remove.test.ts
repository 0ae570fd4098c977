import { type Plan, sameState, sealPlan, undoSteps } from '../../../approvals/plan';
import { parseArgs } from '../../../src/commands/parse-args';
import { makeKey } from '../../../src/ops/args/secret';
import { tunnels } from '../../../src/ops/s2s/read';
import { removeS2s } from '../../../src/ops/s2s/remove';
import { planAt, stateAt } from '../at-work';
import { checkStep } from '../check-step';
import { type Gateways, openGateways } from '../gateway';
import { recorded, tunnelRow } from '../recorded';

const branch = { tenant: 'contoso', site: 'branch' };
const custom = {
  CustomPolicy: true,
  EncryptionMethod: 'AES256',
  IntegrityCheckMethod: 'SHA256',
  DHGroup: 'Group14',
  CipherTransformConstants: 'GCMAES256',
  AuthenticationTransformConstants: 'GCMAES256',
  PfsGroup: 'PFS2048',
};

describe('a tunnel that somebody set up by hand', () => {
  let gateways: Gateways;
  beforeAll(async () => {
    gateways = await openGateways();
    await gateways.simulated.reset();
    // A PowerShell starts with the first call of its kind, which on a busy machine takes longer than a test may.
    await gateways.at('gw1').read({ tunnels });
    const parameters = { Name: 'contoso-branch', Persistent: true, Force: true };
    await gateways.run({ target: 'gw1', cmdlet: 'Set-VpnS2SInterface', parameters, because: '' });
  }, 120_000);
  afterAll(() => gateways.close());

  const byHand = (parameters: Record<string, string | number | boolean | string[]>) =>
    gateways.simulated.run('gw1', 'Set-VpnS2SInterface', {
      Name: 'contoso-branch',
      Force: true,
      ...parameters,
    });

  async function planned(): Promise<{ plan: Plan; read(): ReturnType<typeof stateAt> }> {
    const at = gateways.at('gw1', 'contoso');
    const psk = await gateways.vault.seal(makeKey(), 'psk', 600_000, 'made');
    const args = parseArgs(removeS2s.args, branch, { psk }) as never;
    const plan = sealPlan(await planAt(at, removeS2s, args), 'gw1', 'remove-s2s');
    return { plan, read: () => stateAt(at, removeS2s, args) };
  }

  it.each([
    ['a custom policy', { ...custom }],
    [
      'lifetimes, tries, a payload, an address and filters',
      {
        SALifeTimeSeconds: 7200,
        SADataSizeForRenegotiationKilobytes: 10_000,
        NumberOfTries: 5,
        RetryIntervalSeconds: 30,
        NetworkOutageTimeSeconds: 60,
        IdleDisconnectSeconds: 0,
        InitiateConfigPayload: false,
        InternalIPv6: false,
        SourceIpAddress: '192.0.2.9',
        PostConnectionIPv4Subnet: ['10.9.0.0/24:100'],
        RadiusAttributeClass: 'contoso',
        EncryptionType: 'MaximumEncryption',
      },
    ],
  ])(
    'comes back with %s',
    async (_what, parameters) => {
      await gateways.simulated.reset();
      await byHand(parameters);
      const { plan, read } = await planned();
      const undo = undoSteps(plan, plan.steps.length);
      expect(undo.flatMap((step) => checkStep(step, '2012r2'))).toEqual([]);
      expect(undo[0]?.parameters).toMatchObject(parameters);
      for (const step of plan.steps) await gateways.run(step);
      for (const step of undo) await gateways.run(step);
      const back = await read();
      expect(sameState(back, plan.before) ? 'as before' : back).toBe('as before');
      const was = await read();
      await byHand({ NumberOfTries: 9, SALifeTimeSeconds: 9999 });
      expect(sameState(await read(), was)).toBe(false);
    },
    60_000,
  );
});

const planFor = (more: Parameters<typeof tunnelRow>[1]) =>
  recorded({ 'Get-VpnS2SInterface': [tunnelRow('contoso-branch', more)] }).plan(
    'remove-s2s',
    branch,
  );

describe('what undo would put back', () => {
  it('is on the card, in the words of people, and nothing that is as usual', async () => {
    const usual = { SALifeTime: 3600, InitiateConfigPayload: true, NumberOfTries: 0 };
    const more = { ...usual, ...custom, SALifeTime: 7200, SourceIpAddress: '192.0.2.9' };
    const { before } = await planFor(more);
    expect(before['tunnel contoso-branch']).toMatchObject({
      'SA lifetime': '7200 s',
      'dials from': '192.0.2.9',
      'IPsec policy': ['AES256', 'SHA256', 'Group14', 'GCMAES256', 'GCMAES256', 'PFS2048'],
    });
    expect(Object.keys(before['tunnel contoso-branch'] ?? {})).not.toContain('config payload');
    expect(Object.keys(before['tunnel contoso-branch'] ?? {})).not.toContain('tries');
  });

  it('is asked for as usual for a tunnel that is as the bot makes them', async () => {
    const { steps } = await planFor({ NumberOfTries: 0, RetryInterval: 60, SALifeTime: 3600 });
    expect(Object.keys(steps[0]?.undo[0]?.parameters ?? {})).toEqual([
      'RoutingDomain',
      'Name',
      'Protocol',
      'Destination',
      'AuthenticationMethod',
      'ResponderAuthenticationMethod',
      'SharedSecret',
      'IPv4Subnet',
      'EnableQoS',
      'Persistent',
      'NumberOfTries',
      'RetryIntervalSeconds',
    ]);
  });

  it('has words for the way back of a kept removal only where words make all of it', async () => {
    const inverse = (more: Parameters<typeof tunnelRow>[1]) =>
      recorded({ 'Get-VpnS2SInterface': [tunnelRow('contoso-branch', more)] }).inverse(
        'remove-s2s',
        branch,
      );
    expect(await inverse({ NumberOfTries: 0 })).toMatchObject({ operation: 'add-s2s' });
    expect(await inverse({ NumberOfTries: 3 })).toBeUndefined();
    expect(await inverse({ SALifeTime: 7200 })).toBeUndefined();
    expect(await inverse(custom)).toBeUndefined();
  });
});

describe('a tunnel that could not be put back as it was is not removed', () => {
  it.each([
    ['with a certificate', { Certificate: 'MIIB' }, 'a certificate'],
    [
      'with traffic selectors',
      { LocalVpnTrafficSelector: [{ IPAddressRangeStart: '10.0.0.0' }] },
      'traffic selectors',
    ],
    [
      'with a number in its policy that means nothing',
      { ...custom, DHGroup: 3 },
      'IPsec policy (DHGroup) in a form that means nothing to me',
    ],
    [
      'with half a policy',
      { ...custom, PfsGroup: null },
      'an IPsec policy of which a part is missing',
    ],
  ])('%s', async (_what, more, told) => {
    await expect(planFor(more)).rejects.toThrow(
      `contoso-branch has ${told}, so it could not be put back as it was. Remove it on the gateway.`,
    );
  });
});

it('show-s2s tells what is unusual about a tunnel', async () => {
  const rows = [tunnelRow('contoso-branch', { ...custom, SALifeTime: 7200, NumberOfTries: 0 })];
  const told = await recorded({ 'Get-VpnS2SInterface': rows }).answer('show-s2s', branch);
  expect(told).toContain('{"label":"SA lifetime","value":"7200 s"}');
  expect(told).toMatch(/"IPsec policy","value":"AES256, SHA256, Group14/);
  expect(told).not.toContain('tries');
});

it('add-s2s of a tunnel that is there says what somebody set on it by hand', async () => {
  const there = { 'Get-VpnS2SInterface': [tunnelRow('contoso-branch', { SALifeTime: 7200 })] };
  const plan = await recorded(there).plan('add-s2s', branch);
  expect(plan.steps).toEqual([]);
  expect(plan.notes).toContain(
    'Somebody set more on contoso-branch by hand (show-s2s shows it): SA lifetime.',
  );
  expect((await recorded().plan('add-s2s', branch)).notes).toHaveLength(1);
});
