import type { Machine } from './machine';

/**
 * The world of the sandbox: the fixed cast's gateways, as `Reset-Simulator` takes them. contoso and fabrikam share
 * gw1 with equal inner addresses; contoso's branch works and has a BGP peer; site hq has no tunnel yet. fabrikam has no
 * BGP router, though its plant would answer.
 */
export const world: readonly Machine[] = [
  {
    Name: 'gw1',
    Version: '2012r2',
    Ikev2Ports: 128,
    CapacityKbps: 1_000_000,
    // Longer than the sandbox is patient: an outage is told while the peer still looks established, as in life.
    HoldSeconds: 8,
    RoutingDomains: [
      {
        Name: 'Contoso',
        Id: '{c0c0a000-0000-4000-8000-00000000c001}',
        Type: 'All',
        TenantName: ['contoso.example'],
      },
      {
        Name: 'Fabrikam',
        Id: '{fab00000-0000-4000-8000-00000000f001}',
        Type: 'All',
        TenantName: ['fabrikam.example'],
      },
    ],
    Tunnels: [
      tunnel('contoso-branch', 'Contoso', '198.51.100.130', '10.2.0.0/24:100'),
      tunnel('fabrikam-plant', 'Fabrikam', '198.51.100.140', '10.2.0.0/24:100'),
    ],
    BgpRouters: [{ RoutingDomain: 'Contoso', BgpIdentifier: '10.10.254.2', LocalASN: 65010 }],
    BgpPeers: [
      {
        RoutingDomain: 'Contoso',
        Name: 'contoso-branch-peer',
        LocalIPAddress: '10.10.254.2',
        PeerIPAddress: '10.2.0.1',
        LocalASN: 65010,
        PeerASN: 65110,
      },
    ],
    FarEndRouters: [
      farEnd('Contoso', '10.2.0.1', 65110, ['10.2.0.0/24', '10.20.0.0/16']),
      farEnd('Contoso', '10.1.0.1', 65120, ['10.1.0.0/24', '10.21.0.0/16']),
      farEnd('Fabrikam', '10.2.0.1', 65210, ['10.2.0.0/24', '10.22.0.0/16']),
    ],
  },
  {
    Name: 'gw2',
    Version: '2012r2',
    RoutingDomains: [
      {
        Name: 'Northwind',
        Id: '{0000d000-0000-4000-8000-00000000d001}',
        Type: 'VpnS2S',
        TenantName: ['northwind.example'],
      },
    ],
    Tunnels: [tunnel('northwind-store', 'Northwind', '198.51.100.150', '10.60.0.0/16:10')],
  },
  { Name: 'gw3', Version: '2022', RoutingDomains: [], Tunnels: [] },
];

/** What a site's own router is set up for; nobody can ask it. */
function farEnd(routingDomain: string, address: string, asn: number, announces: string[]) {
  return { RoutingDomain: routingDomain, Address: address, ASN: asn, Announces: announces };
}

/** The world's own keys are made up and guard nothing; a far end that is ready has the same one. */
function tunnel(name: string, routingDomain: string, destination: string, subnet: string) {
  return {
    Name: name,
    RoutingDomain: routingDomain,
    Protocol: 'IKEv2',
    Destination: [destination],
    AuthenticationMethod: 'PSKOnly',
    ResponderAuthenticationMethod: 'PSKOnly',
    SharedSecret: `sandbox-only-${name}`,
    IPv4Subnet: [subnet],
    EnableQoS: 'Disabled',
    Persistent: true,
    NumberOfTries: 0,
    RetryIntervalSeconds: 60,
    FarEndReady: true,
  };
}
