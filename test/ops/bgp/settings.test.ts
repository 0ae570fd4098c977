import type { BgpReading } from '../../../src/ops/bgp/bgp';
import { routerKey, stateOf } from '../../../src/ops/bgp/settings';

it('custom routes are seen in whatever case the gateway names their routing domain', () => {
  const router = {
    routingDomain: 'Contoso',
    identifier: '10.10.254.2',
    asn: 65_010,
    ipv6: false,
    transit: false,
    peers: [],
    policies: [],
  };
  const reading: BgpReading = {
    routers: [router],
    peers: [],
    odd: [],
    routes: [],
    advertised: [
      { routingDomain: 'CONTOSO', networks: ['10.10.1.0/24'], interfaces: ['ContosoGw'] },
    ],
  };
  const state = stateOf(reading, { routingDomain: 'contoso', name: 'x', withRouter: true });
  expect(state[routerKey('contoso')]).toMatchObject({ advertises: ['10.10.1.0/24', 'ContosoGw'] });
});
