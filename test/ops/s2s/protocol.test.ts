import { judgeTunnel } from '../../../src/health/judge';
import { tunnelOf } from '../bgp/readings';
import { recorded, tunnelRow } from '../recorded';

const mpls = { tenant: 'contoso', site: 'mpls' };
const gre = (more = {}) =>
  tunnelRow('contoso-mpls', { Protocol: 'GRE', Persistent: false, ...more });
const at = (...rows: ReturnType<typeof tunnelRow>[]) => recorded({ 'Get-VpnS2SInterface': rows });

describe('a tunnel that is not dialled by IKEv2', () => {
  it.each([
    ['GRE', 'contoso-mpls (GRE) is up'],
    ['L2TP', 'contoso-mpls (L2TP) is up'],
    ['a story of fabrikam', 'contoso-mpls (unknown) is up'],
    ['Ikev2', 'contoso-mpls is up'],
  ])('of kind %s is called so when it is shown', async (Protocol, told) => {
    expect(await at(gre({ Protocol })).answer('show-s2s', mpls)).toContain(`"summary":"${told}"`);
  });

  it('is named with its kind in the list', async () => {
    const told = await at(tunnelRow('contoso-branch'), gre()).answer('list-s2s', mpls);
    expect(told).toContain('{"code":"contoso-mpls (GRE)"}');
    expect(told).toContain('{"code":"contoso-branch"}');
  });

  it.each([
    [
      'set-s2s',
      { persistent: 'yes' },
      'contoso-mpls is a GRE tunnel, and set-s2s changes only those that are dialled. Change it on the gateway: Set-VpnS2SInterface -GreTunnel.',
    ],
    [
      'connect-s2s',
      {},
      'contoso-mpls is a GRE tunnel: nobody dials it, so there is nothing to connect or to hang up. It is up.',
    ],
    [
      'disconnect-s2s',
      {},
      'contoso-mpls is a GRE tunnel: nobody dials it, so there is nothing to connect or to hang up. It is up.',
    ],
    [
      'remove-s2s',
      {},
      'contoso-mpls is a GRE tunnel, and the bot makes IKEv2 ones, so it could not be put back as it was. Remove it on the gateway.',
    ],
    [
      'add-s2s',
      { destination: '203.0.113.7', subnets: '10.7.0.0/24' },
      'contoso-mpls exists on gw1 as a GRE tunnel. Give the new one another site name.',
    ],
  ])('of GRE is refused by %s', async (name, texts, told) => {
    await expect(at(gre()).plan(name, { ...mpls, ...texts })).rejects.toThrow(told);
  });

  it('of L2TP may be dialled and changed, and not removed', async () => {
    const l2tp = at(gre({ Protocol: 'L2TP', ConnectionState: 'Disconnected' }));
    expect((await l2tp.plan('connect-s2s', mpls)).steps).toHaveLength(1);
    expect((await l2tp.plan('set-s2s', { ...mpls, persistent: 'yes' })).steps).toHaveLength(1);
    await expect(l2tp.plan('remove-s2s', mpls)).rejects.toThrow(/^contoso-mpls is an L2TP tunnel,/);
  });

  it('takes no IKEv2 port, and is no rival of one with a key', async () => {
    const gateway = recorded({
      'Get-VpnS2SInterface': [gre({ Destination: ['203.0.113.7'] })],
      'Get-VpnServerConfiguration': [{ Ikev2Ports: 1 }],
    });
    expect((await gateway.plan('add-s2s', { tenant: 'contoso', site: 'hq' })).steps).toHaveLength(
      1,
    );
  });
});

describe('the health of a tunnel', () => {
  const quiet = { connection: 'Disconnected', persistent: false };
  const judged = (protocol: string, subnets: string[]) =>
    judgeTunnel(tunnelOf('contoso-mpls', subnets, { ...quiet, protocol }), { domain: 'Contoso' });

  it('of GRE that is down waits for nobody to dial it', () => {
    const down = { health: 'down', sentence: 'contoso-mpls (GRE) is down.' };
    expect(judged('GRE', ['10.2.0.0/24:100'])).toMatchObject(down);
    expect(judged('GRE', [])).toMatchObject(down);
  });

  it('of another kind rests until traffic dials it, as ever', () => {
    expect(judged('L2TP', ['10.2.0.0/24:100'])).toMatchObject({
      health: 'healthy',
      sentence: 'contoso-mpls (L2TP) rests until traffic dials it.',
    });
  });
});
