import {
  type BgpPeer,
  type BgpReading,
  findPeer,
  peerAt,
  routesFrom,
} from '../../../src/ops/bgp/bgp';
import { otherWays, shadowing } from '../../../src/ops/bgp/other-ways';
import { branch, tunnelOf } from './readings';

function routeOf(
  network: string,
  learnedFrom: string,
  routingDomain = 'Contoso',
  states: string[] = [],
) {
  const rest = { nextHop: '10.2.0.1', asPath: [], localPref: 100, med: 0 };
  return { ...rest, network, learnedFrom, routingDomain, states };
}

function readingWith(...routes: ReturnType<typeof routeOf>[]): BgpReading {
  const twin = { ...branch, routingDomain: 'Fabrikam', status: 'Stopped' };
  return { routers: [], peers: [twin, branch, second], routes, advertised: [], odd: [] };
}

const { name } = branch;
const second: BgpPeer = { ...branch, name: 'second', peerAddress: '10.3.0.1' };

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

  it.each([
    ['is down', { connection: 'Unreachable' }, true],
    [
      'was on demand and failed',
      { connection: 'Disconnected', persistent: false, lastError: 809 },
      true,
    ],
    ['waits for traffic', { connection: 'Disconnected', persistent: false }, false],
  ])('through a tunnel that %s', (_, state, isDown) => {
    const reading = readingWith(routeOf('10.2.0.0/24', name));
    const backup = tunnelOf('contoso-backup', ['10.2.0.0/16:200'], state);
    expect(otherWays(reading, [backup], branch)).toEqual([
      { network: '10.2.0.0/24', through: 'contoso-backup', isDown },
    ]);
    const both = [backup, tunnelOf('contoso-third', ['10.2.0.0/16:300'])];
    const [way] = otherWays(reading, both, branch);
    expect(way).toMatchObject({
      through: isDown ? 'contoso-third' : 'contoso-backup',
      isDown: false,
    });
  });

  it('is that of the longest prefix, then of the lowest metric, in whatever order they are read', () => {
    const reading = readingWith(routeOf('10.2.0.0/24', name));
    const tunnels = [
      tunnelOf('contoso-wide', ['10.0.0.0/8:1']),
      tunnelOf('contoso-dear', ['10.2.0.0/16:200']),
      tunnelOf('contoso-near', ['0.0.0.0/0:1', '10.2.0.0/16:100']),
    ];
    expect(otherWays(reading, tunnels, branch)).toMatchObject([{ through: 'contoso-near' }]);
  });

  it('is a peer that brought a shorter prefix with all of it, of two the longer', () => {
    const third = { ...second, name: 'third', peerAddress: '10.4.0.1' };
    const reading = readingWith(
      routeOf('10.20.0.0/16', name),
      routeOf('0.0.0.0/0', 'second'),
      routeOf('10.20.0.0/17', 'third'),
    );
    expect(waysOf({ ...reading, peers: [...reading.peers, third] })).toEqual(['second']);
    const wide = { ...reading, routes: [...reading.routes, routeOf('10.0.0.0/8', 'third')] };
    expect(waysOf({ ...wide, peers: [...reading.peers, third] })).toEqual(['third']);
  });

  it('is no route that cannot be resolved, nor one of a peer whose tunnel is down', () => {
    const routes = (...states: string[]) =>
      readingWith(
        routeOf('10.20.0.0/16', name),
        routeOf('10.20.0.0/16', 'second', 'Contoso', states),
      );
    expect(waysOf(routes('Best'))).toEqual(['second']);
    expect(waysOf(routes('Unresolved'))).toEqual([undefined]);
    const down = tunnelOf('contoso-third', ['10.3.0.0/24:100'], { connection: 'Unreachable' });
    const [way] = otherWays(routes(), [down], branch);
    expect(way).toMatchObject({ through: undefined, isDown: false });
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
