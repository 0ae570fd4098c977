import { healthCard } from '../../src/health/health-card';
import { judge } from '../../src/health/judge-gateway';
import { peerReadings, probeReadings } from '../../src/health/reading';
import { callsOf, worldOf } from '../../src/ops/reading';
import {
  inventory,
  rows,
  tunnel,
  peer,
  domains,
  running,
  branch,
  plant,
  reading,
  said,
} from './readings';

test('the second round trip asks about the names that the first one found', () => {
  const first = worldOf(probeReadings, 'gw1', [rows(), domains, running], () => new Error());
  const second = callsOf(peerReadings(first));
  expect(second.map(({ cmdlet, parameters }) => [cmdlet, parameters['RoutingDomain']])).toEqual([
    ['Get-BgpPeer', 'Contoso'],
    ['Get-BgpPeer', 'Fabrikam'],
  ]);
  const asked = callsOf(probeReadings).map(({ cmdlet }) => cmdlet);
  expect(asked).toContain('Get-RemoteAccessRoutingDomain');
});

test('all is well when everything was read and is', () => {
  const found = said(reading());
  expect(Object.values(found).map(({ health }) => health)).toEqual(Array(6).fill('healthy'));
  expect(found['gateway gw1']?.sentence).toBe('gw1 is well.');
});

test('a peer is down because its tunnel is', () => {
  const down = tunnel('contoso-branch', 'Contoso', {
    ConnectionState: 'Disconnected',
    LastError: 809,
  });
  const found = said(
    reading({ tunnels: rows(down, plant), peers: [rows(peer('Connecting')), rows()] }),
  );
  expect(found['tunnel contoso-branch']).toMatchObject({ health: 'down', tenant: 'contoso' });
  expect(found['tunnel contoso-branch']?.sentence).toContain('error 809');
  expect(found['peer Contoso/contoso-branch-peer']).toMatchObject({
    health: 'down',
    because: 'tunnel contoso-branch',
  });
  expect(found['tenant contoso']).toMatchObject({ health: 'down', sum: true });
  expect(found['tenant fabrikam']).toMatchObject({ health: 'healthy' });
  expect(found['gateway gw1']).toMatchObject({ health: 'degraded', sum: true });
});

test('a peer is down with its tunnel while it still waits out its hold time, and says so', () => {
  const down = tunnel('contoso-branch', 'Contoso', { ConnectionState: 'Unreachable' });
  const found = said(reading({ tunnels: rows(down, plant) }));
  expect(found['peer Contoso/contoso-branch-peer']).toMatchObject({
    health: 'down',
    because: 'tunnel contoso-branch',
    sentence:
      'contoso-branch-peer is established as yet, but its tunnel contoso-branch is unreachable.',
  });
});

test('a peer that is established through the next best tunnel is well', () => {
  const down = tunnel('contoso-branch', 'Contoso', { ConnectionState: 'Unreachable' });
  const backup = tunnel('contoso-backup', 'Contoso', { IPv4Subnet: ['10.2.0.0/24:200'] });
  const found = said(reading({ tunnels: rows(down, backup, plant) }));
  expect(found['peer Contoso/contoso-branch-peer']).toMatchObject({
    health: 'healthy',
    via: 'tunnel contoso-backup',
    sentence: 'contoso-branch-peer is established.',
  });
});

test.each(['Connecting', 'Idle', 'Stopped'])(
  'a peer that is %s over a tunnel that is up is down',
  (status) => {
    const found = said(reading({ peers: [rows(peer(status)), rows()] }));
    expect(found['peer Contoso/contoso-branch-peer']).toMatchObject({ health: 'down' });
    expect(found['peer Contoso/contoso-branch-peer']).not.toHaveProperty('because');
  },
);

test('a peer that waits to be started by hand rests', () => {
  const found = said(
    reading({ peers: [rows(peer('Stopped', { PeeringMode: 'Manual' })), rows()] }),
  );
  expect(found['peer Contoso/contoso-branch-peer']).toMatchObject({
    health: 'healthy',
    resting: true,
  });
});

test.each([
  [
    'administratively down',
    { AdminStatus: false, ConnectionState: 'Disconnected', LastError: 809 },
  ],
  ['on demand and not dialled', { Persistent: false, ConnectionState: 'Disconnected' }],
])('a tunnel that is %s is no outage, nor is the peer behind it', (_, state) => {
  const found = said(
    reading({
      tunnels: rows(tunnel('contoso-branch', 'Contoso', state), plant),
      peers: [rows(peer('Connecting')), rows()],
    }),
  );
  expect(found['tunnel contoso-branch']).toMatchObject({ health: 'healthy', resting: true });
  expect(found['peer Contoso/contoso-branch-peer']).toMatchObject({ resting: true });
  expect(found['tenant contoso']).toMatchObject({ health: 'healthy' });
});

test.each([
  [
    'an on-demand tunnel that failed',
    { Persistent: false, ConnectionState: 'Disconnected', LastError: 13801 },
    'down',
  ],
  [
    'an on-demand tunnel that nothing can dial',
    { Persistent: false, ConnectionState: 'Disconnected', IPv4Subnet: null },
    'down',
  ],
  ['a tunnel that connects', { ConnectionState: 'Connecting' }, 'down'],
  ['an unreachable tunnel', { ConnectionState: 'Unreachable' }, 'down'],
  ['a state that we do not know', { ConnectionState: 'Dormant' }, 'unknown'],
])('%s is judged', (_, state, health) => {
  const found = said(reading({ tunnels: rows(tunnel('contoso-branch', 'Contoso', state), plant) }));
  expect(found['tunnel contoso-branch']).toMatchObject({ health });
  expect(found['tenant contoso']?.health).toBe(health);
});

test('a service that does not run is the cause of all tunnels', () => {
  const down = { ConnectionState: 'Disconnected' };
  const found = said(
    reading({
      services: rows({ Name: 'RemoteAccess', Status: { text: 'Stopped', number: 1 } }),
      tunnels: rows(
        tunnel('contoso-branch', 'Contoso', down),
        tunnel('fabrikam-plant', 'Fabrikam', down),
      ),
    }),
  );
  expect(found['gateway gw1']).toMatchObject({ health: 'down' });
  expect(found['tunnel contoso-branch']).toMatchObject({ because: 'gateway gw1' });
  expect(found['tunnel fabrikam-plant']).toMatchObject({ because: 'gateway gw1' });
});

test('most tunnels of several tenants down at once are one fault of the gateway', () => {
  const down = { ConnectionState: 'Unreachable' };
  const found = said(
    reading({
      tunnels: rows(
        tunnel('contoso-a', 'Contoso', down),
        tunnel('contoso-b', 'Contoso', down),
        tunnel('fabrikam-plant', 'Fabrikam', down),
        tunnel('fabrikam-depot', 'Fabrikam'),
      ),
    }),
  );
  expect(found['gateway gw1']?.words).toContain('3 of 4 tunnels of gw1 are down at once');
  expect(found['tunnel contoso-a']).toMatchObject({ because: 'gateway gw1' });
});

test('a routing domain that is not available is the cause of its tenant alone', () => {
  const found = said(
    reading({
      domains: rows(
        { RoutingDomain: 'Contoso', RoutingDomainStatus: 'Disabled' },
        { RoutingDomain: 'Fabrikam', RoutingDomainStatus: 'Enabled and Available' },
      ),
      tunnels: rows(tunnel('contoso-branch', 'Contoso', { ConnectionState: 'Unreachable' }), plant),
    }),
  );
  expect(found['tenant contoso']).toMatchObject({ health: 'down' });
  expect(found['tunnel contoso-branch']).toMatchObject({ because: 'tenant contoso' });
  expect(found['tenant fabrikam']).toMatchObject({ health: 'healthy' });
});

test('a tenant whose routing domain does not exist is not on the gateway, and not called healthy', () => {
  const only = rows({ RoutingDomain: 'Contoso', RoutingDomainStatus: 'Enabled and Available' });
  const change = { domains: only, tunnels: rows(branch), peers: [rows(peer('Connected'))] };
  const judgement = judge(reading(change), inventory);
  expect(healthCard(judgement, 'fabrikam')).toMatchObject({
    summary: 'fabrikam has no routing domain Fabrikam on gw1.',
    title: [{ bold: 'fabrikam' }, ' is not on gw1'],
    tone: 'neutral',
  });
  expect(healthCard(judgement)).toMatchObject({ tone: 'good' });
});

test('a health card says nothing twice: what its title and its rows say needs no sentence between them', () => {
  const blocksOf = (change: Parameters<typeof reading>[0], tenant?: string) =>
    healthCard(judge(reading(change), inventory), tenant).blocks.map(({ kind }) => kind);
  expect(blocksOf({}, 'contoso')).toEqual(['list']);
  const down = tunnel('contoso-branch', 'Contoso', { ConnectionState: 'Unreachable' });
  const fallen = { tunnels: rows(down, plant) };
  expect(blocksOf(fallen, 'contoso')).toEqual(['list']);
  expect(blocksOf(fallen)).toEqual(['text', 'list']);
  expect(healthCard(judge(reading(fallen), inventory), 'contoso')).toMatchObject({
    summary: expect.stringMatching(/^contoso is down: contoso-branch/),
    title: [{ bold: 'contoso' }, ' is down'],
  });
});

test('a tenant without tunnels says so', () => {
  const found = said(reading({ tunnels: rows(branch) }));
  expect(found['tenant fabrikam']).toMatchObject({
    health: 'healthy',
    sentence: 'fabrikam has no tunnels on gw1.',
  });
});

test('a tunnel in a routing domain that nobody has is judged, and is no tenant of ours', () => {
  const found = said(
    reading({ tunnels: rows(tunnel('lost', 'Nobody', { ConnectionState: 'Unreachable' })) }),
  );
  expect(found['tunnel lost']).toMatchObject({ health: 'down', domain: 'Nobody' });
  expect(found['tunnel lost']).not.toHaveProperty('tenant');
});
