import { z } from 'zod';
import { spellAddress } from '../../network/address';
import type { PsValue } from '../../ports/shells';
import { bounded, list, number, word } from '../cim-fields';
import type { ReadCommand, ReadContext } from '../operation';
import { type OddRow, readRows, requireAllUnderstood, type Rows } from '../rows';
import { tunnelRows } from '../s2s/read';
import type { Tunnel } from '../s2s/s2s';
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
export function parseBgp(answers: PsValue[][], gateway: string): BgpReading {
  const odd: OddRow[] = [];
  const rowsOf = <T>(schema: z.ZodType<T>, cmdlet: string, name: string): T[] => {
    const answer = answers.filter((_, index) => cmdlets[index % cmdlets.length] === cmdlet).flat();
    const read = readRows(schema, answer, { gateway, cmdlet, name });
    odd.push(...read.odd);
    return read.rows;
  };
  return {
    routers: rowsOf(routerSchema, 'Get-BgpRouter', 'BgpIdentifier'),
    peers: rowsOf(peerSchema, 'Get-BgpPeer', 'PeerName'),
    routes: rowsOf(routeSchema, 'Get-BgpRouteInformation', 'Network'),
    advertised: rowsOf(advertisedSchema, 'Get-BgpCustomRoute', 'RoutingDomain'),
    odd,
  };
}

/**
 * Peers, all or nothing: where one that is missing would look like one that is gone.
 * @throws ZodError
 */
export function parsePeers(rows: PsValue[]): BgpPeer[] {
  return z.array(bounded(peerSchema)).parse(rows);
}

/** The tenant's BGP; without a tenant that of every routing domain of the gateway, in a second round trip. */
export async function readBgp(context: ReadContext): Promise<BgpReading> {
  return (await readBgpAndTunnels(context)).bgp;
}

interface BgpAndTunnels {
  bgp: BgpReading;
  tunnels: Tunnel[];
  /** What of both was left out. */
  odd: OddRow[];
}

/**
 * With the tunnels of the whole gateway, which sessions go through.
 * @throws GatewayError where the tenant's own router, or what it announces, is not understood
 */
export async function readBgpAndTunnels(context: ReadContext): Promise<BgpAndTunnels> {
  const { tenant, gateway } = context;
  const readTunnels = { cmdlet: 'Get-VpnS2SInterface', parameters: {} };
  if (tenant !== undefined) {
    const [tunnels, ...answers] = await context.read([
      readTunnels,
      ...bgpReads(tenant.routingDomain),
    ]);
    const read = together(tunnelRows(tunnels ?? [], gateway.name), parseBgp(answers, gateway.name));
    const its = (cmdlet: string) => read.bgp.odd.filter((row) => row.cmdlet === cmdlet);
    requireAllUnderstood(its('Get-BgpRouter'), `the BGP router of ${tenant.name}`);
    requireAllUnderstood(its('Get-BgpCustomRoute'), `the custom routes of ${tenant.name}`);
    return read;
  }
  const [tunnels, domains] = await context.read([
    readTunnels,
    { cmdlet: 'Get-RemoteAccessRoutingDomain', parameters: {} },
  ]);
  const names = readRows(domainSchema, domains ?? [], {
    gateway: gateway.name,
    cmdlet: 'Get-RemoteAccessRoutingDomain',
    name: 'RoutingDomain',
  });
  const reads = names.rows.flatMap(({ RoutingDomain }) => bgpReads(RoutingDomain));
  const answers = reads.length === 0 ? [] : await context.read(reads);
  const read = together(tunnelRows(tunnels ?? [], gateway.name), parseBgp(answers, gateway.name));
  return { ...read, odd: [...names.odd, ...read.odd] };
}

function together(tunnels: Rows<Tunnel>, bgp: BgpReading): BgpAndTunnels {
  return { bgp, tunnels: tunnels.rows, odd: [...tunnels.odd, ...bgp.odd] };
}

const domainSchema = z.looseObject({ RoutingDomain: z.string() });
