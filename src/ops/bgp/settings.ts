import type { Settings, State } from '../../../approvals/plan';
import { spelledAs } from '../same-name';
import {
  type BgpPeer,
  type BgpReading,
  type BgpRouter,
  advertisedIn,
  findPeer,
  isStopped,
  routerOf,
} from './bgp';

/** What makes a peer; whether the session stands is not among it. */
export type PeerWish = Omit<BgpPeer, 'status'> & { started: boolean };

/** What it would take to make that peer again as it was, started or not. */
export function wishOfPeer(peer: BgpPeer): PeerWish {
  const { status: _, ...rest } = peer;
  return { ...rest, started: !isStopped(peer) };
}

/** How plans name a peer among the objects of a `State`; whoever reads plans finds it by that. */
export function peerKey(name: string): string {
  return `BGP peer ${name}`;
}

/** How plans name a router among the objects of a `State`: it has no name of its own, so by its routing domain. */
export function routerKey(routingDomain: string): string {
  return `BGP router ${routingDomain}`;
}

/** What a plan compares of a peer. */
function settingsOfPeer(peer: PeerWish): Settings {
  return {
    'routing domain': peer.routingDomain,
    'peer address': peer.peerAddress,
    'peer AS': peer.peerAsn,
    'local address': peer.localAddress,
    'local AS': peer.localAsn,
    'operation mode': peer.operationMode,
    'peering mode': peer.peeringMode,
    started: peer.started,
    'hold time (s)': peer.holdTimeSec,
    'idle hold time (s)': peer.idleHoldTimeSec,
    weight: peer.weight,
    'prefix limit': peer.prefixLimit ?? 'none',
    'policies in': peer.ingressPolicies,
    'policies out': peer.egressPolicies,
  };
}

/**
 * What a plan compares of a router that it makes: with all that hangs on it, because taking the router back would take
 * that along.
 */
function settingsOfRouter(router: BgpRouter, reading: BgpReading, ourPeer: string): Settings {
  const { networks, interfaces } = advertisedIn(reading, router.routingDomain);
  return {
    'router id': router.identifier,
    AS: router.asn,
    peers: router.peers.map((peer) => spelledAs(ourPeer, peer)),
    policies: router.policies,
    advertises: [...networks, ...interfaces],
  };
}

/** What a plan that does not make the router depends on. */
export function basisOfRouter(router: BgpRouter): State {
  return {
    [routerKey(router.routingDomain)]: { 'router id': router.identifier, AS: router.asn },
  };
}

/** What a plan about a peer speaks of, in our spelling. */
export interface PlannedPeer {
  routingDomain: string;
  name: string;
  /** The plan makes the router too. */
  withRouter: boolean;
}

/**
 * What a plan says of a peer, and what a reading is compared with. Both are written here, so that they agree whatever
 * way the gateway spells the names.
 */
export function peerState(about: PlannedPeer, peer: PeerWish | undefined): State {
  if (peer === undefined) return { [peerKey(about.name)]: null };
  const routingDomain = spelledAs(about.routingDomain, peer.routingDomain);
  return { [peerKey(about.name)]: settingsOfPeer({ ...peer, routingDomain }) };
}

/** The observed state: the peer, and the router where the plan makes one. */
export function stateOf(reading: BgpReading, about: PlannedPeer): State {
  const { routingDomain, name, withRouter } = about;
  const router = routerOf(reading, routingDomain);
  const peer = findPeer(reading, routingDomain, name);
  return {
    ...(withRouter
      ? { [routerKey(routingDomain)]: router ? settingsOfRouter(router, reading, name) : null }
      : {}),
    ...peerState(about, peer && wishOfPeer(peer)),
  };
}
