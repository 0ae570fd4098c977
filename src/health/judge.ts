import type { Verdict } from '../ports/health';
import type { BgpPeer } from '../ops/bgp/bgp';
import { isEstablished, isStopped } from '../ops/bgp/bgp';
import { peerText, tunnelOf, waitsForTraffic } from '../ops/bgp/path';
import { isGre, nameAndKind } from '../ops/s2s/protocol';
import { connectionText, isUp, type Tunnel } from '../ops/s2s/s2s';

/* How one tunnel and one peer stand, from one reading of their gateway (runbook S7.3 and S7.4). */

/** Whose it is, as verdicts say it. */
export type Owner = Pick<Verdict, 'tenant' | 'domain'>;

/** Names a tunnel among the verdicts of its gateway; the kind is in it, because a peer may have the same name. */
export function tunnelVerdictKey(name: string): string {
  return `tunnel ${name}`;
}

/** Down is only what should be up: a tunnel that is disabled, or waits for traffic, is healthy and rests. */
export function judgeTunnel(tunnel: Tunnel, owner: Owner): Verdict {
  const { name, connection } = tunnel;
  const found = { key: tunnelVerdictKey(name), kind: 'tunnel', name, ...owner } as const;
  const called = nameAndKind(tunnel);
  if (!tunnel.enabled) {
    const sentence = `${called} is administratively down.`;
    return { ...found, health: 'healthy', resting: true, sentence };
  }
  if (isUp(tunnel)) return { ...found, health: 'healthy', sentence: `${called} is up.` };
  if (!['Connecting', 'Disconnected', 'Unreachable'].includes(connection)) {
    return { ...found, health: 'unknown', sentence: `${called} is ${connectionText(tunnel)}.` };
  }
  if (waitsForTraffic(tunnel)) {
    const sentence = `${called} rests until traffic dials it.`;
    return { ...found, health: 'healthy', resting: true, sentence };
  }
  if (
    connection === 'Disconnected' &&
    !tunnel.persistent &&
    !isGre(tunnel) &&
    tunnel.subnets.length === 0
  ) {
    const sentence = `${called} is ${connectionText(tunnel)}, and has no subnet whose traffic would dial it.`;
    return { ...found, health: 'down', sentence };
  }
  const sentence =
    connection === 'Connecting'
      ? `${called} is not up: ${connectionText(tunnel)}.`
      : `${called} is ${connectionText(tunnel)}.`;
  return { ...found, health: 'down', sentence };
}

/** `tunnels` are undefined when they could not be read: then nobody knows why a peer is down. */
export function judgePeer(
  peer: BgpPeer,
  owner: Owner,
  tunnels: readonly { tunnel: Tunnel; verdict: Verdict }[] | undefined,
): Verdict {
  const { name } = peer;
  const all = tunnels?.map(({ tunnel }) => tunnel);
  const way = all && tunnelOf(peer, all);
  const below = tunnels?.find(({ tunnel }) => tunnel === way)?.verdict;
  const found: Omit<Verdict, 'health'> = {
    key: `peer ${peer.routingDomain}/${name}`,
    kind: 'peer',
    name,
    ...owner,
    ...(below === undefined ? {} : { via: below.key }),
    sentence: `${name} is ${peerText(peer, all)}.`,
  };
  // Before what the gateway says of it: a session is shown as established until its hold time has passed.
  if (isEstablished(peer) && below?.health !== 'down' && !below?.resting) {
    return { ...found, health: 'healthy' };
  }
  // Automatic would start by itself: there somebody stopped it, and it should run.
  if (isStopped(peer) && peer.peeringMode === 'Manual') {
    return { ...found, health: 'healthy', resting: true };
  }
  if (below?.resting) return { ...found, health: 'healthy', resting: true };
  if (below !== undefined && below.health !== 'healthy') {
    // Why the tunnel is down is said once, with the tunnel.
    const state = below.health === 'down' ? 'down' : 'in no known state';
    const short = `${name} is ${peerText(peer)}: its tunnel ${below.name} is ${state}.`;
    const sentence = isEstablished(peer) ? found.sentence : short;
    return { ...found, health: below.health, because: below.key, sentence };
  }
  const known = ['Connecting', 'Idle', 'Stopped'].includes(peer.status);
  return { ...found, health: known ? 'down' : 'unknown' };
}
