import {
  type GatewayReading,
  peerReadings,
  probeReadings,
  readingOf,
} from '../../src/health/reading';
import { judge } from '../../src/health/judge-gateway';
import { inventorySchema } from '../../src/world/inventory';
import { type Attempt, worldOf } from '../../src/ops/reading';
import type { PsValue } from '../../src/ports/shells';

/* One reading of gw1, with contoso's branch and fabrikam's plant. */

const tenant = (routingDomain: string, digit: string) => ({
  gateway: 'gw1',
  routingDomain,
  routingDomainId: `{0000000${digit}-0000-4000-8000-000000000000}`,
  isolation: 'hnv',
});
export const inventory = inventorySchema.parse({
  gateways: { gw1: { version: '2012r2', target: {} } },
  tenants: { contoso: tenant('Contoso', '1'), fabrikam: tenant('Fabrikam', '2') },
});

export const rows = (...found: PsValue[]): Attempt => ({ read: true, found });
export const failed: Attempt = {
  read: false,
  reached: true,
  why: 'Access is denied',
  errorId: 'x',
};
export const lost: Attempt = {
  read: false,
  reached: false,
  why: 'gw1 timed out',
  errorId: 'timeout',
};

export const tunnel = (name: string, domain: string, more: Record<string, PsValue> = {}) => ({
  Name: name,
  RoutingDomain: domain,
  Destination: ['198.51.100.1'],
  IPv4Subnet: ['10.2.0.0/24:100'],
  AdminStatus: true,
  Persistent: true,
  ConnectionState: 'Connected',
  LastError: 0,
  ...more,
});
export const peer = (status: string, more: Record<string, PsValue> = {}) => ({
  PeerName: 'contoso-branch-peer',
  RoutingDomain: 'Contoso',
  LocalIPAddress: '10.10.254.2',
  PeerIPAddress: '10.2.0.1',
  ConnectivityStatus: status,
  PeeringMode: 'Automatic',
  ...more,
});
export const domains = rows(
  { RoutingDomain: 'Contoso', RoutingDomainStatus: 'Enabled and Available' },
  { RoutingDomain: 'Fabrikam', RoutingDomainStatus: 'Enabled and Available' },
);
export const running = rows(
  ...['RemoteAccess', 'RasMan', 'IKEEXT', 'BFE'].map((Name) => ({ Name, Status: 'Running' })),
);
export const branch = tunnel('contoso-branch', 'Contoso');
export const plant = tunnel('fabrikam-plant', 'Fabrikam');

export function reading(
  change: { tunnels?: Attempt; domains?: Attempt; services?: Attempt; peers?: Attempt[] } = {},
): GatewayReading {
  const first = [
    change.tunnels ?? rows(branch, plant),
    change.domains ?? domains,
    change.services ?? running,
  ];
  return readBy(first, change.peers ?? [rows(peer('Connected')), rows()]);
}

/** What a probe makes of the answers of both round trips. */
export function readBy(first: readonly Attempt[], second: readonly Attempt[]): GatewayReading {
  const never = () => new Error('a probe does without');
  const probe = worldOf(probeReadings, 'gw1', first, never);
  return readingOf('gw1', probe, worldOf(peerReadings(probe), 'gw1', second, never));
}

export const said = (found: GatewayReading) =>
  Object.fromEntries(judge(found, inventory).verdicts.map((one) => [one.key, one]));
