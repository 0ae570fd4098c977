import { bgpIn, bgpOf, everyPeerOf } from '../../../src/ops/bgp/read';
import { callsOf, worldOf } from '../../../src/ops/reading';

const peersIn = (rows: object[]) => everyPeerOf('Contoso').as(rows as never, 'gw1');

const peer = {
  PeerName: 'p',
  RoutingDomain: 'Contoso',
  LocalIPAddress: '10.10.254.2',
  PeerIPAddress: '10.2.0.1',
  LocalASN: 65_010,
  PeerASN: 4_200_000_000,
  ConnectivityStatus: 'Connected',
  OperationMode: 'Mixed',
  PeeringMode: 'Automatic',
  HoldTimeSec: 180,
  IdleHoldTimeSec: 5,
  Weight: 32_768,
  MaxAllowedPrefix: null,
  IngressPolicyList: null,
  EgressPolicyList: 'only-one',
};

describe('a peer as it arrives', () => {
  it('is read, whether an enumeration is text, text with its number, or a number', () => {
    const statuses = ['Connected', { text: 'Connected', value: 2 }, 2].map(
      (ConnectivityStatus) => peersIn([{ ...peer, ConnectivityStatus }])[0]?.status,
    );
    expect(statuses).toEqual(['Connected', 'Connected', '2']);
  });

  it('has lists where the gateway gave nothing, or the one thing itself', () => {
    const [read] = peersIn([peer]);
    expect(read).toMatchObject({ ingressPolicies: [], egressPolicies: ['only-one'] });
    expect(read?.prefixLimit).toBeUndefined();
  });
});

const routesOf = (row: object) => bgpOf('Contoso').routes.as([row as never], 'gw1').rows;

describe('a route as it arrives', () => {
  const route = { RoutingDomain: 'Contoso', Network: '10.2.0.0/24', NextHop: '10.2.0.1', MED: 0 };
  const pathOf = (ASPath: never) =>
    routesOf({ ...route, LocalPref: 100, LearnedFromPeer: 'p', ASPath })[0]?.asPath;

  it('has the numbers of all segments of its path', () => {
    const segments = [{ PathType: 'AS_SEQUENCE', ASN: [65_110, 65_111] }, { ASN: 65_112 }];
    expect(pathOf(segments as never)).toEqual([65_110, 65_111, 65_112]);
  });

  it('has no path where there is none, or none that can be read', () => {
    expect(pathOf(null as never)).toEqual([]);
    expect(pathOf('MSFT_ASPathSegment' as never)).toEqual([]);
  });

  it('of our own has no peer', () => {
    expect(routesOf({ ...route, LearnedFromPeer: '' })[0]?.learnedFrom).toBeUndefined();
  });
});

it('answers of several routing domains behind one another are told apart by what was asked', () => {
  const readings = { bgp: ['Contoso', 'Fabrikam'].map(bgpOf) };
  const answers = callsOf(readings).map(({ cmdlet, parameters }) => ({
    read: true as const,
    found:
      cmdlet === 'Get-BgpPeer'
        ? [{ ...peer, RoutingDomain: parameters['RoutingDomain'] as string }]
        : [],
  }));
  const world = worldOf(readings, 'gw1', answers, ({ cmdlet }) => new Error(cmdlet));
  const { peers, routers, routes } = bgpIn(world.bgp);
  expect(peers.map(({ routingDomain }) => routingDomain)).toEqual(['Contoso', 'Fabrikam']);
  expect([routers, routes]).toEqual([[], []]);
});
