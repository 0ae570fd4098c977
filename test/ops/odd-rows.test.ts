import { GatewayError } from '../../src/errors';
import { domainRow, peerRow, recorded, routerRow, tunnelRow } from './recorded';

/* Rows that are not as the cmdlet's rows are known to be: those of others are left out, one's own is said. */

const hq = { tenant: 'contoso', site: 'hq' };
const branch = { tenant: 'contoso', site: 'branch' };
const hqPeer = { ...hq, 'peer-address': '10.1.0.1', 'peer-asn': '65120' };
const odd = { LastError: 'a text' };
const foreign = tunnelRow('fabrikam-secret', { ...odd, RoutingDomain: 'Fabrikam' });

const refusal = async (plan: Promise<unknown>): Promise<string> => {
  const error: unknown = await plan.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof GatewayError)) throw new Error(`no GatewayError: ${String(error)}`);
  return error.message;
};

describe('an odd tunnel of another tenant', () => {
  const tunnels = (...rows: ReturnType<typeof tunnelRow>[]) =>
    recorded({ 'Get-VpnS2SInterface': [...rows, foreign] });
  const note =
    'gw1 gives something of another tenant no usable LastError (Get-VpnS2SInterface), so it was left out here.';

  it.each([
    ['add-s2s', hq],
    ['set-s2s', { ...branch, persistent: 'no' }],
    ['remove-s2s', branch],
    ['disconnect-s2s', branch],
  ])('does not keep %s from being planned, and is told without its name', async (name, texts) => {
    const plan = await tunnels(tunnelRow('contoso-branch')).plan(name, texts);
    expect(plan.steps).toHaveLength(1);
    expect(plan.notes).toContain(note);
  });

  it('is told where tunnels are listed, by name only to who sees the whole gateway', async () => {
    const listed = await tunnels(tunnelRow('contoso-branch')).answer('list-s2s', {
      tenant: 'contoso',
    });
    expect(listed).toContain('contoso-branch');
    expect(listed).toContain(note);
    expect(listed).not.toContain('fabrikam-secret');
  });

  it('takes a port all the same', async () => {
    const gateway = tunnels(tunnelRow('contoso-branch'));
    gateway.rows['Get-VpnServerConfiguration'] = [{ Ikev2Ports: 2 }];
    await expect(gateway.plan('add-s2s', hq)).rejects.toThrow(
      'gw1 has 2 IKEv2 ports and 2 tunnels that take one: no port is free.',
    );
  });

  it('does not keep a peer from being planned', async () => {
    const gateway = tunnels(tunnelRow('contoso-branch'));
    gateway.rows['Get-BgpRouter'] = [routerRow('Contoso')];
    const plan = await gateway.plan('add-bgp-peer', hqPeer);
    expect(plan.steps).toHaveLength(1);
    expect(plan.notes).toContain(note);
  });
});

describe('what is odd about the thing itself', () => {
  it.each([
    ['set-s2s', { ...branch, persistent: 'no' }],
    ['remove-s2s', branch],
    ['connect-s2s', branch],
    ['add-s2s', branch],
  ])('%s says which property, of which cmdlet, on which gateway', async (name, texts) => {
    const gateway = recorded({ 'Get-VpnS2SInterface': [tunnelRow('Contoso-Branch', odd)] });
    expect(await refusal(gateway.plan(name, texts))).toBe(
      'gw1 gives Contoso-Branch no usable LastError (Get-VpnS2SInterface), so it cannot be judged. Look at it on the gateway.',
    );
    expect(await refusal(gateway.observe(name, texts))).toMatch(/no usable LastError/);
  });

  it('a row without a name may be what is asked for, unless that is found elsewhere', async () => {
    const nameless = tunnelRow('x', { Name: null });
    const gateway = recorded({ 'Get-VpnS2SInterface': [tunnelRow('contoso-branch'), nameless] });
    expect(await refusal(gateway.plan('add-s2s', hq))).toMatch(
      /^gw1 gives what may be contoso-hq no usable Name \(Get-VpnS2SInterface\)/,
    );
    const { steps, notes } = await gateway.plan('remove-s2s', branch);
    expect(steps).toHaveLength(1);
    expect(notes.at(-1)).toMatch(/a row without a name no usable Name/);
  });

  it("a nameless row in another tenant's routing domain is not what is asked for", async () => {
    const nameless = tunnelRow('x', { Name: null, RoutingDomain: 'Fabrikam' });
    const plan = await recorded({ 'Get-VpnS2SInterface': [nameless] }).plan('add-s2s', hq);
    expect(plan.steps).toHaveLength(1);
  });

  it('a routing domain', async () => {
    const domains = [
      domainRow('Contoso', { VpnS2SStatus: ['Enabled'] }),
      domainRow('Fabrikam', { VpnS2SStatus: true }),
    ];
    const gateway = recorded({ 'Get-RemoteAccessRoutingDomain': domains });
    expect(await refusal(gateway.plan('add-s2s', hq))).toMatch(
      /^gw1 gives Contoso no usable VpnS2SStatus \(Get-RemoteAccessRoutingDomain\)/,
    );
    gateway.rows['Get-RemoteAccessRoutingDomain'] = domains.with(0, domainRow('Contoso'));
    expect((await gateway.plan('add-s2s', hq)).steps).toHaveLength(1);
  });

  it('a peer', async () => {
    const gateway = recorded({
      'Get-BgpRouter': [routerRow('Contoso')],
      'Get-BgpPeer': [peerRow('contoso-branch-peer', { Weight: 'heavy' })],
    });
    for (const name of ['remove-bgp-peer', 'add-bgp-peer']) {
      const texts =
        name === 'add-bgp-peer'
          ? { ...branch, 'peer-address': '10.2.0.1', 'peer-asn': '65110' }
          : branch;
      expect(await refusal(gateway.plan(name, texts))).toMatch(
        /^gw1 gives contoso-branch-peer no usable Weight \(Get-BgpPeer\)/,
      );
    }
    expect((await gateway.plan('add-bgp-peer', hqPeer)).notes).toContain(
      'gw1 gives contoso-branch-peer no usable Weight (Get-BgpPeer), so it was left out here.',
    );
  });

  it("a tenant's BGP router", async () => {
    const gateway = recorded({ 'Get-BgpRouter': [routerRow('Contoso', { BgpIdentifier: 7 })] });
    expect(await refusal(gateway.plan('add-bgp-peer', hqPeer))).toBe(
      'gw1 gives the BGP router of contoso no usable BgpIdentifier (Get-BgpRouter), so it cannot be judged. Look at it on the gateway.',
    );
  });
});

it('an enumeration may arrive as a bare number, and stays one', async () => {
  const gateway = recorded({
    'Get-VpnS2SInterface': [tunnelRow('contoso-branch', { ConnectionState: 7 })],
  });
  expect(await gateway.answer('show-s2s', branch)).toContain('in an unknown state (7)');
});

describe('a text that has no end', () => {
  const long = 'x'.repeat(2_000_000);

  it.each([
    ['UnReachabilityReasons', long],
    ['ConnectionState', long],
    ['Destination', ['192.0.2.1', long]],
    ['IPv4Subnet', Array.from({ length: 20_000 }, () => '10.0.0.0/8:1')],
  ])(
    'in %s of one tunnel makes that row an odd one, and is not repeated',
    async (property, held) => {
      const rows = [tunnelRow('contoso-hq-old', { [property]: held }), tunnelRow('contoso-branch')];
      const gateway = recorded({ 'Get-VpnS2SInterface': rows });
      const plan = await gateway.plan('set-s2s', { ...branch, persistent: 'no' });
      expect(plan.notes.join(' ')).toContain(`contoso-hq-old no usable ${property}`);
      expect(JSON.stringify(plan).length).toBeLessThan(20_000);
      const own = recorded({
        'Get-VpnS2SInterface': [tunnelRow('contoso-branch', { [property]: held })],
      });
      expect(await refusal(own.plan('set-s2s', { ...branch, persistent: 'no' }))).toBe(
        `gw1 gives contoso-branch no usable ${property} (Get-VpnS2SInterface), so it cannot be judged. Look at it on the gateway.`,
      );
    },
  );

  it('as a name is cut before it is told', async () => {
    const rows = [tunnelRow(long, {}), tunnelRow('contoso-branch')];
    const plan = await recorded({ 'Get-VpnS2SInterface': rows }).plan('remove-s2s', branch);
    expect(JSON.stringify(plan).length).toBeLessThan(20_000);
  });
});
