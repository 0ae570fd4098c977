import { type Inventory, inventorySchema } from '../src/world/inventory';
import { peerRow, routerRow, tunnelRow, domainRow, type Recorded } from '../test/ops/recorded';

/** Tunnels of each tenant. */
const each = 10;

/** A gateway of so many tenants, the first of which is contoso: what the inventory says of it, and what it answers. */
export interface LargeGateway {
  inventory: Inventory;
  rows: Recorded;
}

/** Each tenant with ten tunnels, a router and ten peers, all of them as the owner's files say. */
export function largeGateway(tenants: number): LargeGateway {
  const names = Array.from({ length: tenants }, (_, at) => (at === 0 ? 'contoso' : `tenant${at}`));
  const sites = Array.from({ length: each }, (_, at) => (at === 0 ? 'branch' : `site${at}`));
  const domain = (name: string) => name[0]?.toUpperCase() + name.slice(1);
  const prefix = (site: number) => `10.${20 + site}.0.0/24`;
  const farEnd = (owner: number, site: number) =>
    `198.${18 + (owner >> 7)}.${owner & 127}.${site + 1}`;
  const inventory = inventorySchema.parse({
    gateways: { gw1: { version: '2022', target: {} } },
    tenants: Object.fromEntries(
      names.map((name, owner) => [
        name,
        {
          gateway: 'gw1',
          routingDomain: domain(name),
          routingDomainId: `{00000000-0000-4000-8000-${String(owner).padStart(12, '0')}}`,
          isolation: 'hnv',
          bgp: { address: '10.10.254.2', asn: 65_010 },
          sites: {
            ...Object.fromEntries(
              sites.map((site, at) => [
                site,
                {
                  destination: farEnd(owner, at),
                  subnets: [prefix(at)],
                  peer: { address: `10.${20 + at}.0.1`, asn: 65_110 + at },
                },
              ]),
            ),
            hq: {
              destination: `203.0.113.${(owner % 250) + 1}`,
              subnets: ['10.1.0.0/24'],
              peer: { address: '10.1.0.1', asn: 65_120 },
            },
          },
        },
      ]),
    ),
  });
  const all = names.flatMap((name, owner) => sites.map((site, at) => ({ name, owner, site, at })));
  return {
    inventory,
    rows: {
      'Get-VpnS2SInterface': all.map(({ name, owner, site, at }) =>
        tunnelRow(`${name}-${site}`, {
          RoutingDomain: domain(name),
          Destination: [farEnd(owner, at)],
          IPv4Subnet: [prefix(at)],
        }),
      ),
      'Get-RemoteAccessRoutingDomain': names.map((name) => domainRow(domain(name))),
      'Get-VpnServerConfiguration': [{ Ikev2Ports: 16_384 }],
      'Get-BgpRouter': names.map((name) => routerRow(domain(name))),
      'Get-BgpPeer': all.map(({ name, site, at }) =>
        peerRow(`${name}-${site}-peer`, {
          RoutingDomain: domain(name),
          PeerIPAddress: `10.${20 + at}.0.1`,
        }),
      ),
      'Get-Service': [],
    },
  };
}
