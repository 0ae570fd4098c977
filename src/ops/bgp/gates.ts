import type { Gate } from '../operation';
import { tenantOf } from '../s2s/s2s';
import { findPeer, isEstablished } from './bgp';
import { peerText } from './path';
import { readBgpAndTunnels } from './read';

/** The far end has to be configured too, and the tunnel has to be up, so this is awaited. */
export function peerGates(name: string): Gate[] {
  return [
    {
      id: 'session-established',
      kind: 'peer',
      check: async (context) => {
        const { routingDomain } = tenantOf(context);
        const { bgp, tunnels } = await readBgpAndTunnels(context);
        const peer = findPeer(bgp, routingDomain, name);
        if (peer === undefined) return { held: false, sentence: `${name} does not exist.` };
        return { held: isEstablished(peer), sentence: `${name} is ${peerText(peer, tunnels)}.` };
      },
    },
  ];
}
