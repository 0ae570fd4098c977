import type { Text, Tone } from '../../message';
import { plural } from '../../messages/words';
import type { Tunnel } from '../s2s/s2s';
import { type BgpPeer, type BgpReading, isEstablished, routesFrom } from './bgp';
import { isEnding, peerText } from './path';

/** How all of them stand, in a few words. */
export function standing(peers: BgpPeer[], tunnels: Tunnel[]): { text: string; tone: Tone } {
  const down = peers.filter((peer) => !isEstablished(peer)).length;
  if (peers.length === 0) return { text: 'no peers', tone: 'neutral' };
  const ending = peers.filter((peer) => isEnding(peer, tunnels)).length;
  if (down === 0 && ending > 0) {
    const text = `${ending} of ${plural(peers.length, 'peer')} established over a tunnel that is down`;
    return { text, tone: 'warning' };
  }
  if (down === 0) {
    const text =
      peers.length === 1 ? '1 peer, established' : `${peers.length} peers, all established`;
    return { text, tone: 'good' };
  }
  if (down === peers.length) {
    const text =
      down === 1 ? 'its one peer is not established' : `none of ${down} peers is established`;
    return { text, tone: 'bad' };
  }
  return {
    text: `${down} of ${plural(peers.length, 'peer')} not established`,
    tone: 'warning',
  };
}

/** What is wrong comes first. */
export function peerItems(peers: BgpPeer[], bgp: BgpReading, tunnels: Tunnel[]): Text[] {
  return peers
    .toSorted(
      (a, b) => Number(isEstablished(a)) - Number(isEstablished(b)) || (a.name < b.name ? -1 : 1),
    )
    .map((peer) => {
      const routes = routesFrom(bgp, peer).length;
      const brought = routes === 0 ? 'brings no routes' : `brings ${plural(routes, 'route')}`;
      return [
        { code: peer.name },
        ` ${peerText(peer, tunnels)} · AS ${peer.peerAsn} at ${peer.peerAddress}`,
        ...(isEstablished(peer) ? [` · ${brought}${limitText(peer, routes)}`] : []),
      ];
    });
}

function limitText(peer: BgpPeer, routes: number): string {
  if (peer.prefixLimit === undefined) return '';
  const near = routes >= peer.prefixLimit - 10 ? ', close to its limit' : ', its limit is';
  return `${near} ${peer.prefixLimit}`;
}
