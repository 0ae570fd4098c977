import { z } from 'zod';
import { spellAddress } from '../../network/address';
import { list, number, word } from '../cim-fields';
import type { About } from '../operation';
import type { Reading, World, WorldOfGroup } from '../reading';
import { everyRow, type OddRow, readRows, requireAllUnderstood, type Rows } from '../rows';
import { routingDomains, tunnels } from '../s2s/read';
import { type Tunnel, tenantOf } from '../s2s/s2s';
import type { BgpAdvertised, BgpPeer, BgpReading, BgpRoute, BgpRouter } from './bgp';

const routerSchema = z
  .looseObject({
    RoutingDomain: z.string().nullish(),
    BgpIdentifier: z.string(),
    LocalASN: number,
    IPv6Routing: word,
    TransitRouting: word,
    PeerName: list,
    PolicyName: list,
  })
  .transform(
    (row): BgpRouter => ({
      routingDomain: row.RoutingDomain ?? '',
      identifier: row.BgpIdentifier,
      asn: row.LocalASN,
      ipv6: row.IPv6Routing === 'Enabled',
      transit: row.TransitRouting === 'Enabled',
      peers: row.PeerName.toSorted(),
      policies: row.PolicyName.toSorted(),
    }),
  );

const peerSchema = z
  .looseObject({
    PeerName: z.string(),
    RoutingDomain: z.string().nullish(),
    LocalIPAddress: z.string(),
    PeerIPAddress: z.string(),
    LocalASN: number,
    PeerASN: number,
    // Its numbers are not documented: as a bare number it stays unknown (runbook F, 3).
    ConnectivityStatus: word,
    OperationMode: word,
    PeeringMode: word,
    HoldTimeSec: number,
    IdleHoldTimeSec: number,
    Weight: number,
    MaxAllowedPrefix: z.union([z.number(), z.bigint()]).nullish(),
    IngressPolicyList: list,
    EgressPolicyList: list,
  })
  .transform(
    (row): BgpPeer => ({
      name: row.PeerName,
      routingDomain: row.RoutingDomain ?? '',
      localAddress: spellAddress(row.LocalIPAddress),
      peerAddress: spellAddress(row.PeerIPAddress),
      localAsn: row.LocalASN,
      peerAsn: row.PeerASN,
      status: row.ConnectivityStatus,
      operationMode: row.OperationMode,
      peeringMode: row.PeeringMode,
      holdTimeSec: row.HoldTimeSec,
      idleHoldTimeSec: row.IdleHoldTimeSec,
      weight: row.Weight,
      prefixLimit: row.MaxAllowedPrefix ? Number(row.MaxAllowedPrefix) : undefined,
      ingressPolicies: row.IngressPolicyList,
      egressPolicies: row.EgressPolicyList,
    }),
  );

const asns = z
  .union([z.array(number), number])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const segment = z.looseObject({ ASN: asns }).transform(({ ASN }) => ASN);
/** Segments of numbers; a gateway that sends something else has no path that we could show. */
const asPath = z
  .union([z.array(segment).transform((all) => all.flat()), segment])
  .optional()
  .catch([])
  .transform((path) => path ?? []);

const routeSchema = z
  .looseObject({
    RoutingDomain: z.string().nullish(),
    Network: z.string(),
    NextHop: z.string().nullish(),
    LearnedFromPeer: z.string().nullish(),
    ASPath: asPath,
    LocalPref: number,
    MED: number,
    State: z
      .union([z.array(word), word])
      .transform((value) => (Array.isArray(value) ? value : value === '' ? [] : [value])),
  })
  .transform(
    (row): BgpRoute => ({
      routingDomain: row.RoutingDomain ?? '',
      network: row.Network,
      nextHop: row.NextHop ?? '',
      learnedFrom: row.LearnedFromPeer || undefined,
      asPath: row.ASPath,
      localPref: row.LocalPref,
      med: row.MED,
      states: row.State,
    }),
  );

const advertisedSchema = z
  .looseObject({ RoutingDomain: z.string().nullish(), Network: list, Interface: list })
  .transform(
    (row): BgpAdvertised => ({
      routingDomain: row.RoutingDomain ?? '',
      networks: row.Network.toSorted(),
      interfaces: row.Interface.toSorted(),
    }),
  );

const domainSchema = z
  .looseObject({ RoutingDomain: z.string() })
  .transform(({ RoutingDomain }) => RoutingDomain);

/** "Not found" is what all of them say where the routing domain has no router (runbook S6.8). */
const noRouter = 'HRESULT 80070490';

/** What reads the BGP of one routing domain, to be sent in one round trip with others. */
export type BgpReadings = {
  routers: Reading<Rows<BgpRouter>>;
  peers: Reading<Rows<BgpPeer>>;
  routes: Reading<Rows<BgpRoute>>;
  advertised: Reading<Rows<BgpAdvertised>>;
};

/** A multitenant gateway wants the routing domain each time, and 2012 R2 has no way to ask for all. */
export function bgpOf(routingDomain: string): BgpReadings {
  const reading = <T>(cmdlet: string, schema: z.ZodType<T>, name: string): Reading<Rows<T>> => ({
    ...inDomain(cmdlet, routingDomain),
    as: (rows, gateway) => readRows(schema, rows, { gateway, cmdlet, name }),
  });
  return {
    routers: reading('Get-BgpRouter', routerSchema, 'BgpIdentifier'),
    peers: reading('Get-BgpPeer', peerSchema, 'PeerName'),
    routes: reading('Get-BgpRouteInformation', routeSchema, 'Network'),
    advertised: reading('Get-BgpCustomRoute', advertisedSchema, 'RoutingDomain'),
  };
}

/** The names of all routing domains, whatever is the matter with them. */
export const domainNames: Reading<Rows<string>> = {
  ...routingDomains,
  as: (rows, gateway) =>
    readRows(domainSchema, rows, {
      gateway,
      cmdlet: routingDomains.cmdlet,
      name: 'RoutingDomain',
    }),
};

/** Peers, all or nothing, for whoever takes what is missing for gone. */
export function everyPeerOf(routingDomain: string): Reading<BgpPeer[]> {
  return {
    ...inDomain('Get-BgpPeer', routingDomain),
    as: (rows, gateway) => everyRow(peerSchema, rows, { gateway, cmdlet: 'Get-BgpPeer' }),
  };
}

function inDomain(cmdlet: string, routingDomain: string) {
  return { cmdlet, parameters: { RoutingDomain: routingDomain }, emptyOn: noRouter };
}

/** The BGP of one routing domain, or of several together. */
export function bgpIn(worlds: readonly WorldOfGroup<BgpReadings>[]): BgpReading {
  const all = <T>(of: (world: WorldOfGroup<BgpReadings>) => Rows<T>): Rows<T> => ({
    rows: worlds.flatMap((world) => of(world).rows),
    odd: worlds.flatMap((world) => of(world).odd),
  });
  const [routers, peers] = [all((world) => world.routers), all((world) => world.peers)];
  const [routes, advertised] = [all((world) => world.routes), all((world) => world.advertised)];
  return {
    routers: routers.rows,
    peers: peers.rows,
    routes: routes.rows,
    advertised: advertised.rows,
    odd: [...routers.odd, ...peers.odd, ...routes.odd, ...advertised.odd],
  };
}

/** The tenant's BGP, with the tunnels of the whole gateway, which sessions go through. */
export function bgpAndTunnels(about: About) {
  return { tunnels, bgp: bgpOf(tenantOf(about).routingDomain) };
}

interface BgpAndTunnels {
  bgp: BgpReading;
  tunnels: Tunnel[];
  /** What of both was left out. */
  odd: OddRow[];
}

/**
 * What came of both.
 * @throws GatewayError where the tenant's own router, or what it announces, is not understood
 */
export function ofTenant(
  world: World<ReturnType<typeof bgpAndTunnels>>,
  about: About,
): BgpAndTunnels {
  const read = together(world.tunnels, bgpIn([world.bgp]));
  const { name } = tenantOf(about);
  requireAllUnderstood(world.bgp.routers.odd, `the BGP router of ${name}`);
  requireAllUnderstood(world.bgp.advertised.odd, `the custom routes of ${name}`);
  return read;
}

/** The tunnels of a gateway beside the BGP of one routing domain or of several. */
export function together(read: Rows<Tunnel>, bgp: BgpReading): BgpAndTunnels {
  return { bgp, tunnels: read.rows, odd: [...read.odd, ...bgp.odd] };
}
