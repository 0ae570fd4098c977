import { sealPlan } from '../../../approvals/plan';
import { standing } from '../../../approvals/standing';
import { domainRow, inventoryOf, peerRow, recorded, routerRow } from '../recorded';

/* A gateway prints the names of routing domains and peers in whatever case, and addresses in whatever spelling. */

const hq = { tenant: 'contoso', site: 'hq', 'peer-address': '10.1.0.1', 'peer-asn': '65120' };
const own = { 'local-address': '10.10.254.2', 'local-asn': '65010' };
const made = peerRow('contoso-hq-peer', { PeerIPAddress: '10.1.0.1', PeerASN: 65_120 });

async function standingOf(
  name: string,
  texts: Record<string, string>,
  gateway: ReturnType<typeof recorded>,
  after: Parameters<typeof recorded>[0],
) {
  const plan = sealPlan(await gateway.plan(name, texts), 'gw1', name);
  const first = standing(plan, await gateway.observe(name, texts)).kind;
  gateway.rows = { ...gateway.rows, ...after };
  return [first, standing(plan, await gateway.observe(name, texts)).kind];
}

const asPlanned = ['not-applied', 'applied'];

it('add-bgp-peer reads back as planned where the inventory says contoso and the gateway Contoso', async () => {
  const gateway = recorded(
    { 'Get-BgpRouter': [routerRow('Contoso')] },
    inventoryOf({ contoso: 'contoso' }),
  );
  expect(await standingOf('add-bgp-peer', hq, gateway, { 'Get-BgpPeer': [made] })).toEqual(
    asPlanned,
  );
  expect((await gateway.plan('add-bgp-peer', hq)).steps).toEqual([]);
});

it('and so does the router that is made with it, whose list names the peer in another case', async () => {
  const gateway = recorded(
    { 'Get-RemoteAccessRoutingDomain': [domainRow('CONTOSO')] },
    inventoryOf({ contoso: 'contoso' }),
  );
  const texts = { ...hq, ...own, router: 'yes' };
  const after = {
    'Get-BgpRouter': [routerRow('Contoso', { PeerName: 'CONTOSO-hq-peer' })],
    'Get-BgpPeer': [{ ...made, PeerName: 'CONTOSO-hq-peer' }],
  };
  const { steps } = await gateway.plan('add-bgp-peer', texts);
  expect(steps.map(({ parameters }) => parameters['RoutingDomain'])).toEqual([
    'CONTOSO',
    'CONTOSO',
  ]);
  expect(await standingOf('add-bgp-peer', texts, gateway, after)).toEqual(asPlanned);
});

it('remove-bgp-peer of a peer made by hand in another case reads back as planned, and is put back as it was', async () => {
  const gateway = recorded({
    'Get-BgpRouter': [routerRow('Contoso')],
    'Get-BgpPeer': [peerRow('Contoso-Branch-Peer')],
  });
  const texts = { tenant: 'contoso', site: 'branch' };
  const { steps } = await gateway.plan('remove-bgp-peer', texts);
  expect(steps[0]?.parameters['Name']).toBe('Contoso-Branch-Peer');
  expect(steps[0]?.undo[0]?.parameters['Name']).toBe('Contoso-Branch-Peer');
  expect(await standingOf('remove-bgp-peer', texts, gateway, { 'Get-BgpPeer': [] })).toEqual(
    asPlanned,
  );
});

it('addresses of IPv6 read back as planned in whatever spelling', async () => {
  const gateway = recorded({ 'Get-BgpRouter': [routerRow('Contoso', { IPv6Routing: 'Enabled' })] });
  const texts = { ...hq, 'peer-address': '2001:db8::1', 'local-address': '2001:db8::2' };
  const after = {
    'Get-BgpPeer': [
      { ...made, PeerIPAddress: '2001:DB8:0:0::1', LocalIPAddress: '2001:0db8::0002' },
    ],
  };
  expect(await standingOf('add-bgp-peer', texts, gateway, after)).toEqual(asPlanned);
});
