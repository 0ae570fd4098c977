import { sameAddress } from '../../network/address';
import { type OddRow, requireUnderstood } from '../rows';
import { sameName } from '../same-name';

/** What was read of the BGP of some routing domains (runbook S6.5). */
export interface BgpReading {
  /** At most one for each routing domain. */
  routers: BgpRouter[];
  /** A name is unique inside its routing domain only. */
  peers: BgpPeer[];
  routes: BgpRoute[];
  advertised: BgpAdvertised[];
  /** Rows that are not as such rows are known to be. */
  odd: readonly OddRow[];
}

export interface BgpRouter {
  routingDomain: string;
  /** An IPv4 address, even where only IPv6 is routed. */
  identifier: string;
  asn: number;
  ipv6: boolean;
  /** Without it, routes are not passed on between two eBGP peers. Never on 2012 R2. */
  transit: boolean;
  peers: string[];
  policies: string[];
}

export interface BgpPeer {
  name: string;
  routingDomain: string;
  localAddress: string;
  peerAddress: string;
  localAsn: number;
  peerAsn: number;
  /** ConnectivityStatus: Connected, Connecting, Stopped, Idle; anything else is not known to us. */
  status: string;
  /** Mixed dials and accepts, Server only accepts. */
  operationMode: string;
  /** Automatic starts by itself, Manual waits for Start-BgpPeer. */
  peeringMode: string;
  holdTimeSec: number;
  idleHoldTimeSec: number;
  weight: number;
  /** Undefined when it may send any number of prefixes. */
  prefixLimit: number | undefined;
  ingressPolicies: string[];
  egressPolicies: string[];
}

export interface BgpRoute {
  routingDomain: string;
  network: string;
  nextHop: string;
  /** The peer's name; undefined for a route of our own. */
  learnedFrom: string | undefined;
  asPath: number[];
  localPref: number;
  med: number;
  /** Best, Unresolved; empty before 2016, which does not say. */
  states: string[];
}

/** What the router announces besides what it learned. */
export interface BgpAdvertised {
  routingDomain: string;
  networks: string[];
  interfaces: string[];
}

/** On the gateway a peer is named after its tenant and site, though its routing domain alone would make it unique. */
export function peerName(tenant: string, site: string): string {
  return `${tenant}-${site}-peer`;
}

/** The BGP router of a routing domain, which has one or none. */
export function routerOf(reading: BgpReading, routingDomain: string): BgpRouter | undefined {
  return reading.routers.find((router) => sameName(router.routingDomain, routingDomain));
}

/** Custom routes, by their networks and interfaces. */
export function advertisedIn(
  reading: BgpReading,
  routingDomain: string,
): Pick<BgpAdvertised, 'networks' | 'interfaces'> {
  const own = reading.advertised.find((one) => sameName(one.routingDomain, routingDomain));
  return own ?? { networks: [], interfaces: [] };
}

/**
 * Never by its address alone: tenants may have equal ones (runbook S8.1).
 * @throws GatewayError when there is none, and one that was not understood may be it
 */
export function findPeer(
  reading: BgpReading,
  routingDomain: string,
  name: string,
): BgpPeer | undefined {
  const found = peersOf(reading, routingDomain).find((peer) => sameName(peer.name, name));
  if (found === undefined) {
    const odd = reading.odd.filter(
      (row) =>
        row.cmdlet === 'Get-BgpPeer' && sameName(row.routingDomain ?? routingDomain, routingDomain),
    );
    requireUnderstood(odd, { name, routingDomain });
  }
  return found;
}

/** The peers of one tenant, by routing domain: a reading may have those of others too. */
export function peersOf(reading: BgpReading, routingDomain: string): BgpPeer[] {
  return reading.peers.filter((peer) => sameName(peer.routingDomain, routingDomain));
}

/** The peer at that address, however it is written. There is one session for each far end, so at most one peer. */
export function peerAt(peers: BgpPeer[], address: string): BgpPeer | undefined {
  return peers.find((peer) => sameAddress(peer.peerAddress, address));
}

/** The routes that would go with the session. */
export function routesFrom(reading: BgpReading, peer: BgpPeer): BgpRoute[] {
  return reading.routes.filter(
    (route) =>
      route.learnedFrom !== undefined &&
      sameName(route.routingDomain, peer.routingDomain) &&
      sameName(route.learnedFrom, peer.name),
  );
}

/** `Connected` is the gateway's word for it. False for a peer that is not there. */
export function isEstablished(peer: BgpPeer | undefined): boolean {
  return peer?.status === 'Connected';
}

/** It tries nothing: somebody stopped it, or in mode Manual nobody has started it yet. */
export function isStopped(peer: BgpPeer): boolean {
  return peer.status === 'Stopped';
}
