import { standing } from '../../../approvals/standing';
import { sealPlan } from '../../../approvals/plan';
import { domainRow, inventoryOf, recorded, tunnelRow } from '../recorded';

/* A gateway prints names in whatever case, and takes them in any. */

const branch = { tenant: 'contoso', site: 'branch' };
const hq = { tenant: 'contoso', site: 'hq' };
const made = tunnelRow('Contoso-Branch');

const standingOf = async (
  name: string,
  texts: Record<string, string>,
  before: ReturnType<typeof recorded>,
  after: Parameters<typeof recorded>[0],
) => {
  const plan = sealPlan(await before.plan(name, texts), 'gw1', name);
  const first = standing(plan, await before.observe(name, texts)).kind;
  before.rows = { ...before.rows, ...after };
  return [first, standing(plan, await before.observe(name, texts)).kind];
};

it.each([
  [
    'set-s2s',
    { ...branch, persistent: 'no' },
    [tunnelRow('Contoso-Branch', { Persistent: false })],
  ],
  ['remove-s2s', branch, []],
  ['disconnect-s2s', branch, [tunnelRow('Contoso-Branch', { ConnectionState: 'Disconnected' })]],
])(
  '%s of a tunnel made by hand as Contoso-Branch reads back as planned',
  async (name, texts, rows) => {
    const gateway = recorded({ 'Get-VpnS2SInterface': [made] });
    expect(await standingOf(name, texts, gateway, { 'Get-VpnS2SInterface': rows })).toEqual([
      'not-applied',
      'applied',
    ]);
  },
);

it('connect-s2s of a tunnel made by hand as Contoso-Branch reads back as planned', async () => {
  const down = tunnelRow('Contoso-Branch', { ConnectionState: 'Disconnected', Persistent: false });
  const gateway = recorded({ 'Get-VpnS2SInterface': [down] });
  expect(
    await standingOf('connect-s2s', branch, gateway, { 'Get-VpnS2SInterface': [made] }),
  ).toEqual(['not-applied', 'applied']);
});

it('the cmdlets name a tunnel as the gateway spells it', async () => {
  const gateway = recorded({ 'Get-VpnS2SInterface': [made] });
  const { steps } = await gateway.plan('remove-s2s', branch);
  expect(steps[0]?.parameters['Name']).toBe('Contoso-Branch');
  expect(steps[0]?.undo[0]?.parameters['Name']).toBe('Contoso-Branch');
  const dial = await gateway.plan('disconnect-s2s', branch);
  expect(dial.steps[0]?.parameters['Name']).toBe('Contoso-Branch');
});

it.each(['contoso', 'CONTOSO', 'Contoso'])(
  'add-s2s reads back as planned where the inventory says routing domain %s and the gateway Contoso',
  async (routingDomain) => {
    const gateway = recorded({}, inventoryOf({ contoso: routingDomain }));
    const hqRow = tunnelRow('contoso-hq', {
      Destination: ['203.0.113.7'],
      IPv4Subnet: ['10.1.0.0/24:100'],
    });
    const after = { 'Get-VpnS2SInterface': [tunnelRow('contoso-branch'), hqRow] };
    expect(await standingOf('add-s2s', hq, gateway, after)).toEqual(['not-applied', 'applied']);
    expect((await gateway.plan('add-s2s', hq)).steps).toEqual([]);
  },
);

it('a gateway whose cmdlets spell one routing domain in two ways is still one', async () => {
  const gateway = recorded({
    'Get-RemoteAccessRoutingDomain': [domainRow('CONTOSO')],
    'Get-VpnS2SInterface': [],
  });
  const hqRow = tunnelRow('contoso-hq', {
    RoutingDomain: 'contoso',
    Destination: ['203.0.113.7'],
    IPv4Subnet: ['10.1.0.0/24:100'],
  });
  const after = { 'Get-VpnS2SInterface': [hqRow] };
  expect(await standingOf('add-s2s', hq, gateway, after)).toEqual(['not-applied', 'applied']);
});

it('the tunnel is made in its routing domain as the gateway spells that', async () => {
  const gateway = recorded({}, inventoryOf({ contoso: 'contoso' }));
  const { steps } = await gateway.plan('add-s2s', hq);
  expect(steps[0]?.parameters['RoutingDomain']).toBe('Contoso');
});

it('addresses and prefixes of IPv6 read back as planned in whatever spelling', async () => {
  const gateway = recorded();
  const texts = { ...hq, destination: '2001:db8::7', subnets: '2001:db8:1::/48' };
  const row = tunnelRow('contoso-hq', {
    Destination: ['2001:0DB8::7'],
    IPv4Subnet: null,
    IPv6Subnet: ['2001:DB8:1::/48:100'],
  });
  const after = { 'Get-VpnS2SInterface': [tunnelRow('contoso-branch'), row] };
  expect(await standingOf('add-s2s', texts, gateway, after)).toEqual(['not-applied', 'applied']);
});

it('a site is offered in lower case, however its tunnel is spelled', async () => {
  const gateway = recorded({
    'Get-VpnS2SInterface': [made, tunnelRow('CONTOSO-Lab', { Destination: ['198.51.100.131'] })],
  });
  expect(await gateway.complete('remove-s2s', { tenant: 'contoso' })).toMatchObject({
    kind: 'choose',
    options: ['branch', 'lab'],
  });
});
