import type { Tenant } from '../../world/inventory';
import type { GateSeen } from '../operation';
import type { Tunnel } from '../s2s/s2s';
import { type BgpReading, findPeer, isEstablished } from './bgp';
import { peerText } from './path';

/** The far end has to be configured too, and the tunnel has to be up, so this is awaited. */
export function peerGates(
  name: string,
  { bgp, tunnels }: { bgp: BgpReading; tunnels: Tunnel[] },
  { routingDomain }: Tenant,
): GateSeen[] {
  const peer = findPeer(bgp, routingDomain, name);
  const seen =
    peer === undefined
      ? { held: false, sentence: `${name} does not exist.` }
      : { held: isEstablished(peer), sentence: `${name} is ${peerText(peer, tunnels)}.` };
  return [{ id: 'session-established', kind: 'peer', ...seen }];
}
