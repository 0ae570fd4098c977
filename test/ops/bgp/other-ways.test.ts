import { type BgpReading, findPeer, peerAt, routesFrom } from '../../../src/ops/bgp/bgp';
import { otherWays, shadowing } from '../../../src/ops/bgp/other-ways';
import { branch, tunnelOf } from './readings';

function routeOf(network: string, learnedFrom: string, routingDomain = 'Contoso') {
  const rest = { nextHop: '10.2.0.1', asPath: [], localPref: 100, med: 0, states: [] };
  return { ...rest, network, learnedFrom, routingDomain };
}

function readingWith(...routes: ReturnType<typeof routeOf>[]): BgpReading {
  const twin = { ...branch, routingDomain: 'Fabrikam', status: 'Stopped' };
  return { routers: [], peers: [twin, branch], routes, advertised: [] };
}

const { name } = branch;

describe('another way to a prefix', () => {
  const waysOf = (reading: BgpReading, ...subnets: string[]) =>
    otherWays(reading, [tunnelOf('contoso-branch', subnets)], branch).map(({ through }) => through);

  it('is a tunnel whose own subnets have all of it, not a part', () => {
    const reading = readingWith(routeOf('10.2.0.0/24', name));
    expect(waysOf(reading, '10.2.0.0/16:100')).toEqual(['contoso-branch']);
    expect(waysOf(reading, '10.2.0.0/25:100')).toEqual([undefined]);
  });

  it('is another peer of the same routing domain that brought it too', () => {
    const reading = (domain: string) =>
      readingWith(routeOf('10.20.0.0/16', name), routeOf('10.20.0.0/16', 'second', domain));
    expect(waysOf(reading('Contoso'))).toEqual(['second']);
    expect(waysOf(reading('Fabrikam'))).toEqual([undefined]);
  });
});

describe('a static subnet stands before a learned route', () => {
  const tunnels = [tunnelOf('contoso-branch', ['10.2.0.0/24:100'])];

  it('of exactly that prefix', () => {
    expect(shadowing(tunnels, 'Contoso', '10.2.0.0/24')).toBe('contoso-branch');
  });

  it('and not before a longer or a shorter one, nor in another routing domain', () => {
    expect(shadowing(tunnels, 'Contoso', '10.2.0.0/25')).toBeUndefined();
    expect(shadowing(tunnels, 'Contoso', '10.2.0.0/16')).toBeUndefined();
    expect(shadowing(tunnels, 'Fabrikam', '10.2.0.0/24')).toBeUndefined();
  });

  it('unless its tunnel is switched off', () => {
    const off = [tunnelOf('contoso-branch', ['10.2.0.0/24:100'], { enabled: false })];
    expect(shadowing(off, 'Contoso', '10.2.0.0/24')).toBeUndefined();
  });
});

describe('peers of two tenants with one name and one address', () => {
  const reading = readingWith(
    routeOf('10.2.0.0/24', name),
    routeOf('10.9.0.0/24', name, 'Fabrikam'),
  );

  it('are told apart by their routing domain', () => {
    expect(findPeer(reading, 'contoso', name.toUpperCase())?.status).toBe('Connected');
    expect(findPeer(reading, 'fabrikam', name)?.status).toBe('Stopped');
  });

  it('keep their routes apart', () => {
    expect(routesFrom(reading, branch).map(({ network }) => network)).toEqual(['10.2.0.0/24']);
  });
});

it('an address is the same however it is spelled', () => {
  const v6 = { ...branch, peerAddress: 'FD00:0::1' };
  expect(peerAt([v6], 'fd00::1')).toBe(v6);
});
