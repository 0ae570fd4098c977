import { z } from 'zod';
import type { PsValue } from '../../ports';
import { list, number, word } from '../cim-fields';
import type { ReadCommand, ReadContext } from '../operation';
import { parseTunnels, type Tunnel } from '../s2s/s2s';
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

/** Numbers of ConnectivityStatus are not documented: as a bare number it stays unknown (runbook F, 3). */
const status = z.union([word, z.number().transform(String)]);

const peerSchema = z
  .looseObject({
    PeerName: z.string(),
    RoutingDomain: z.string().nullish(),
    LocalIPAddress: z.string(),
    PeerIPAddress: z.string(),
    LocalASN: number,
    PeerASN: number,
    ConnectivityStatus: status,
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
      localAddress: row.LocalIPAddress,
      peerAddress: row.PeerIPAddress,
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

/** "Not found" is what all of them say where the routing domain has no router (runbook S6.8). */
const noRouter = 'HRESULT 80070490';

const cmdlets = ['Get-BgpRouter', 'Get-BgpPeer', 'Get-BgpRouteInformation', 'Get-BgpCustomRoute'];

/**
 * What reads the BGP of one routing domain: four commands, to be sent in one round trip with others. A multitenant
 * gateway wants the routing domain each time, and 2012 R2 has no way to ask for all.
 */
export function bgpReads(routingDomain: string): ReadCommand[] {
  return cmdlets.map((cmdlet) => ({
    cmdlet,
    parameters: { RoutingDomain: routingDomain },
    emptyOn: noRouter,
  }));
}

/** The answers of `bgpReads`, of one routing domain or of several behind one another, in the order asked. */
export function parseBgp(answers: PsValue[][]): BgpReading {
  const rowsOf = (cmdlet: string) =>
    answers.filter((_, index) => cmdlets[index % cmdlets.length] === cmdlet).flat();
  return {
    routers: parseRouters(rowsOf('Get-BgpRouter')),
    peers: parsePeers(rowsOf('Get-BgpPeer')),
    routes: parseRoutes(rowsOf('Get-BgpRouteInformation')),
    advertised: z.array(advertisedSchema).parse(rowsOf('Get-BgpCustomRoute')),
  };
}

export function parseRouters(rows: PsValue[]): BgpRouter[] {
  return z.array(routerSchema).parse(rows);
}

export function parsePeers(rows: PsValue[]): BgpPeer[] {
  return z.array(peerSchema).parse(rows);
}

export function parseRoutes(rows: PsValue[]): BgpRoute[] {
  return z.array(routeSchema).parse(rows);
}

/** The tenant's BGP; without a tenant that of every routing domain of the gateway, in a second round trip. */
export async function readBgp(context: ReadContext): Promise<BgpReading> {
  return (await readBgpAndTunnels(context)).bgp;
}

/** With the tunnels of the whole gateway, which sessions go through. */
export async function readBgpAndTunnels(
  context: ReadContext,
): Promise<{ bgp: BgpReading; tunnels: Tunnel[] }> {
  const readTunnels = { cmdlet: 'Get-VpnS2SInterface', parameters: {} };
  if (context.tenant !== undefined) {
    const [tunnels, ...answers] = await context.read([
      readTunnels,
      ...bgpReads(context.tenant.routingDomain),
    ]);
    return { tunnels: parseTunnels(tunnels ?? []), bgp: parseBgp(answers) };
  }
  const [tunnels, domains] = await context.read([
    readTunnels,
    { cmdlet: 'Get-RemoteAccessRoutingDomain', parameters: {} },
  ]);
  const names = z.array(z.looseObject({ RoutingDomain: z.string() })).parse(domains ?? []);
  const reads = names.flatMap(({ RoutingDomain }) => bgpReads(RoutingDomain));
  return {
    tunnels: parseTunnels(tunnels ?? []),
    bgp: parseBgp(reads.length === 0 ? [] : await context.read(reads)),
  };
}
