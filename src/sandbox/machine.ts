import type { ParameterValue } from '../../approvals/plan';
import type { Inventory, Tenant } from '../world/inventory';
import { formatCidr } from '../network/cidr';
import { formatSubnet, parseSubnet, type Subnet } from '../network/subnet';

/** A gateway as `Reset-Simulator` takes it (simulator/README.md). */
export interface Machine {
  Name: string;
  Version: string;
  Tunnels: { Name: string; [parameter: string]: ParameterValue }[];
  [part: string]: ParameterValue;
}

/**
 * The gateways of an inventory as they could be found: each tenant's sites have a tunnel that is up, and the BGP session
 * that the inventory has for them; the last site has none yet, so that there is one to make.
 */
export function machinesOf({ gateways, tenants }: Inventory): Machine[] {
  return Object.entries(gateways).map(([name, { version }]) => {
    const here = Object.entries(tenants)
      .filter(([, { gateway }]) => gateway === name)
      .map(([tenant, entry]) => ({ ...entry, name: tenant }));
    return {
      Name: name,
      Version: version,
      Ikev2Ports: 128,
      HoldSeconds: 8,
      RoutingDomains: here.map(({ name: tenant, routingDomain, routingDomainId }) => ({
        Name: routingDomain,
        Id: routingDomainId,
        Type: 'All',
        TenantName: [`${tenant}.example`],
      })),
      Tunnels: here.flatMap(tunnelsOf),
      BgpRouters: here.flatMap(({ bgp, routingDomain }) =>
        bgp === undefined
          ? []
          : [{ RoutingDomain: routingDomain, BgpIdentifier: bgp.address, LocalASN: bgp.asn }],
      ),
      BgpPeers: here.flatMap(peersOf),
      FarEndRouters: here.flatMap(({ routingDomain, sites }) =>
        Object.values(sites).flatMap(({ peer, subnets }) =>
          peer === undefined
            ? []
            : [
                {
                  RoutingDomain: routingDomain,
                  Address: peer.address,
                  ASN: peer.asn,
                  Announces: subnets.map((subnet) => formatCidr(parseSubnet(subnet).cidr)),
                },
              ],
        ),
      ),
    };
  });
}

function built({ sites }: Tenant) {
  return Object.entries(sites)
    .slice(0, -1)
    .map(([name, site]) => ({ name, ...site }));
}

/** Its key is made up and guards nothing; the far end has the same one. */
function tunnelsOf(tenant: Tenant) {
  return built(tenant).flatMap(({ name, destination, subnets }) =>
    destination === undefined || subnets.length === 0
      ? []
      : [
          {
            Name: `${tenant.name}-${name}`,
            RoutingDomain: tenant.routingDomain,
            Protocol: 'IKEv2',
            Destination: [destination],
            AuthenticationMethod: 'PSKOnly',
            ResponderAuthenticationMethod: 'PSKOnly',
            SharedSecret: `simulated-only-${tenant.name}-${name}`,
            ...routesTo(subnets.map(parseSubnet)),
            EnableQoS: 'Disabled',
            Persistent: true,
            NumberOfTries: 0,
            RetryIntervalSeconds: 60,
            FarEndReady: true,
          },
        ],
  );
}

/** Each has a metric on the gateway. */
function routesTo(subnets: Subnet[]) {
  const written = subnets.map((subnet) => formatSubnet({ metric: 100, ...subnet }));
  const isV6 = (route: string) => (route.split('/')[0] ?? '').includes(':');
  const [v4, v6] = [written.filter((route) => !isV6(route)), written.filter(isV6)];
  return {
    ...(v4.length === 0 ? {} : { IPv4Subnet: v4 }),
    ...(v6.length === 0 ? {} : { IPv6Subnet: v6 }),
  };
}

function peersOf(tenant: Tenant) {
  const { bgp } = tenant;
  if (bgp === undefined) return [];
  return built(tenant).flatMap(({ name, destination, subnets, peer }) =>
    peer === undefined || destination === undefined || subnets.length === 0
      ? []
      : [
          {
            RoutingDomain: tenant.routingDomain,
            Name: `${tenant.name}-${name}-peer`,
            LocalIPAddress: bgp.address,
            PeerIPAddress: peer.address,
            LocalASN: bgp.asn,
            PeerASN: peer.asn,
          },
        ],
  );
}
