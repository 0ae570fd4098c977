import { type Bench, openBench } from './bench';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
}, 180_000);
beforeEach(() => bench.gateways.simulated.reset(), 60_000);
afterAll(() => bench.gateways.close());

const contoso = { tenant: 'contoso' };
const addFar = (name: string) => ({
  RoutingDomain: 'Contoso',
  Name: name,
  LocalIPAddress: '10.10.254.2',
  PeerIPAddress: '10.9.0.1',
  PeerASN: 65_333,
});

describe('show-bgp', () => {
  it('says in its first line that all is well, then who brings what', async () => {
    expect(await bench.answer('show-bgp', contoso)).toEqual([
      'good | BGP of contoso on gw1: 1 peer, established',
      'contoso-branch-peer established · AS 65110 at 10.2.0.1 · brings 2 routes',
      '2 routes learned',
      '10.2.0.0/24 via 10.2.0.1 from contoso-branch-peer · AS path 65110 · not used: contoso-branch has it as its own subnet',
      '10.20.0.0/16 via 10.2.0.1 from contoso-branch-peer · AS path 65110',
      'Router: AS 65010, identifier 10.10.254.2',
      'Announces: nothing: it has no custom routes',
    ]);
  });

  it('says that a session ends whose tunnel is down', async () => {
    await bench.foreign('Set-SimulatorFault', { Kind: 'drop-tunnel', Tunnel: 'contoso-branch' });
    const lines = await bench.answer('show-bgp', contoso);
    expect(lines[0]).toBe(
      'warning | BGP of contoso on gw1: 1 of 1 peer established over a tunnel that is down',
    );
    expect(lines[1]).toMatch(/established as yet, but its tunnel contoso-branch is /);
  });

  it('names the tunnel that a session fell with', async () => {
    await bench.foreign('Set-SimulatorFault', { Kind: 'drop-tunnel', Tunnel: 'contoso-branch' });
    const peer = { RoutingDomain: 'Contoso', Name: 'contoso-branch-peer' };
    await bench.foreign('Stop-BgpPeer', { ...peer, Force: true });
    await bench.foreign('Start-BgpPeer', peer);
    const lines = await bench.answer('show-bgp', contoso);
    expect(lines[0]).toBe('bad | BGP of contoso on gw1: its one peer is not established');
    expect(lines[1]).toMatch(/not established, connecting: its tunnel contoso-branch is /);
    expect(lines).toContain('No routes are learned.');
  });

  it('puts what is wrong first', async () => {
    await bench.foreign('Add-BgpPeer', addFar('z-far'));
    const [first, peer] = await bench.answer('show-bgp', contoso);
    expect(first).toBe('warning | BGP of contoso on gw1: 1 of 2 peers not established');
    expect(peer).toMatch(/^z-far .*no tunnel leads to 10\.9\.0\.1 · AS 65333/);
  });

  it('warns where a peer is close to its prefix limit', async () => {
    await bench.foreign('Set-BgpPeer', {
      RoutingDomain: 'Contoso',
      Name: 'contoso-branch-peer',
      MaxAllowedPrefix: 12,
      Force: true,
    });
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect((await bench.answer('show-bgp', contoso))[1]).toMatch(
      /brings 2 routes, close to its limit 12/,
    );
  });

  it('says what is announced, and what it means that there is no router', async () => {
    await bench.foreign('Add-BgpCustomRoute', {
      RoutingDomain: 'Contoso',
      Network: ['10.10.1.0/24'],
      Interface: ['ContosoGw'],
    });
    expect(await bench.answer('show-bgp', contoso)).toContain(
      'Announces: 10.10.1.0/24, what is on ContosoGw',
    );
    const [first, second] = await bench.answer('show-bgp', { tenant: 'fabrikam' });
    expect(first).toMatch(/there is no router/);
    expect(second).toMatch(/by the subnets of their tunnels only/);
  });
});

describe('list-bgp-peer', () => {
  it('of a gateway has each peer under its tenant', async () => {
    const add = 'add-bgp-peer';
    await bench.apply(await bench.planAsked(add, { tenant: 'fabrikam' }));
    const lines = await bench.answer('list-bgp-peer', { gateway: 'gw1' });
    expect(lines[1]).toBe('contoso');
    expect(lines[2]).toMatch(/^contoso-branch-peer established/);
    expect(lines[3]).toBe('fabrikam');
    expect(lines[4]).toMatch(/^fabrikam-plant-peer /);
  });

  it('of a tenant has its own alone, and says when it has none', async () => {
    expect(await bench.answer('list-bgp-peer', { tenant: 'fabrikam' })).toEqual([
      'neutral | BGP peers of fabrikam on gw1: no peers',
      'There are none, and no BGP router either.',
    ]);
  });
});
