import { parseAddress } from '../../network/address';
import { covers } from '../../network/cidr';
import { Malformed } from '../../network/malformed';
import { parseSubnet, type Subnet } from '../../network/subnet';
import { sameName } from '../same-name';
import { isGre } from '../s2s/protocol';
import { connectionText, isUp, type Tunnel } from '../s2s/s2s';
import { type BgpPeer, isEstablished, isStopped } from './bgp';

/**
 * The tunnel that leads to an address in a routing domain. A session goes through it and falls with it. Undefined when
 * no tunnel's subnets have the address.
 */
export function tunnelTo(
  tunnels: Tunnel[],
  routingDomain: string,
  address: string,
): Tunnel | undefined {
  return tunnelsTo(tunnels, routingDomain, address)[0];
}

/**
 * The tunnel that a peer's session goes through. One that is established can do so through the next best tunnel; one
 * whose tunnels are all down is about to end: it is shown as established until its hold time has passed (runbook S7.4).
 */
export function tunnelOf(peer: BgpPeer, tunnels: Tunnel[]): Tunnel | undefined {
  const ways = tunnelsTo(tunnels, peer.routingDomain, peer.peerAddress);
  return (isEstablished(peer) ? ways.find(isUp) : undefined) ?? ways[0];
}

/** It is established as yet, and falls with its tunnel. */
export function isEnding(peer: BgpPeer, tunnels: Tunnel[]): boolean {
  const tunnel = tunnelOf(peer, tunnels);
  return isEstablished(peer) && tunnel !== undefined && !isUp(tunnel);
}

/** It is not connected and need not be: the first packet to one of its subnets dials it (runbook S7.3). */
export function waitsForTraffic(tunnel: Tunnel): boolean {
  const { enabled, connection, persistent, lastError, subnets } = tunnel;
  const isQuiet = connection === 'Disconnected' && !persistent && lastError === 0;
  return enabled && isQuiet && subnets.length > 0 && !isGre(tunnel);
}

/** An enabled one first, then the most exact prefix, then the lower metric. */
function tunnelsTo(tunnels: Tunnel[], routingDomain: string, address: string): Tunnel[] {
  const to = readOrNone(() => parseAddress(address));
  if (to === undefined) return [];
  const ways = tunnels
    .filter((tunnel) => sameName(tunnel.routingDomain, routingDomain))
    .flatMap((tunnel) =>
      subnetsOf(tunnel).flatMap((subnet) => (covers(subnet.cidr, to) ? [{ tunnel, subnet }] : [])),
    );
  return ways
    .toSorted(
      (a, b) =>
        Number(b.tunnel.enabled) - Number(a.tunnel.enabled) ||
        b.subnet.cidr.length - a.subnet.cidr.length ||
        (a.subnet.metric ?? 0) - (b.subnet.metric ?? 0),
    )
    .map(({ tunnel }) => tunnel);
}

/** Each tunnel's are asked for by every peer of its routing domain. */
const subnetsRead = new WeakMap<Tunnel, Subnet[]>();

function subnetsOf(tunnel: Tunnel): Subnet[] {
  const known = subnetsRead.get(tunnel);
  if (known !== undefined) return known;
  const read = tunnel.subnets.flatMap((text) => readOrNone(() => parseSubnet(text)) ?? []);
  subnetsRead.set(tunnel, read);
  return read;
}

/** What the gateway has and we cannot read leads nowhere that we could say. */
function readOrNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/**
 * How a peer stands, as a tired person reads it: `established`, or what is in its way. Where the tunnels of the
 * gateway are given too, the tunnel is named, because the session follows it.
 */
export function peerText(peer: BgpPeer, tunnels?: Tunnel[]): string {
  if (isEstablished(peer)) return establishedText(tunnels && tunnelOf(peer, tunnels));
  if (isStopped(peer)) {
    return peer.peeringMode === 'Manual'
      ? 'stopped, waits to be started (mode Manual)'
      : 'stopped by somebody (mode Automatic)';
  }
  const words: Record<string, string> = {
    Connecting: 'not established, connecting',
    Idle: 'not established, idle',
  };
  const word = words[peer.status] ?? `in an unknown state (${peer.status})`;
  return tunnels === undefined ? word : `${word}: ${causeText(peer, tunnels)}`;
}

function establishedText(tunnel: Tunnel | undefined): string {
  return tunnel === undefined || isUp(tunnel)
    ? 'established'
    : `established as yet, but its tunnel ${tunnel.name} is ${connectionText(tunnel)}`;
}

/** Where to look first (runbook S6.8). */
function causeText(peer: BgpPeer, tunnels: Tunnel[]): string {
  const tunnel = tunnelTo(tunnels, peer.routingDomain, peer.peerAddress);
  if (tunnel === undefined) return `no tunnel leads to ${peer.peerAddress}`;
  if (!isUp(tunnel)) return `its tunnel ${tunnel.name} is ${connectionText(tunnel)}`;
  return `its tunnel ${tunnel.name} is up, so check the far end: its router, the AS numbers, TCP 179`;
}
