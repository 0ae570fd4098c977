import { contains, parseCidr } from '../../network/cidr';
import { Malformed } from '../../network/malformed';
import { parseSubnet } from '../../network/subnet';
import { sameName, type Tunnel } from '../s2s/s2s';
import { type BgpPeer, type BgpReading, routesFrom } from './bgp';

/** The networks that a peer brought, each with what else leads to it, if anything does. */
export function otherWays(
  bgp: BgpReading,
  tunnels: Tunnel[],
  peer: BgpPeer,
): { network: string; through: string | undefined }[] {
  return routesFrom(bgp, peer).map(({ network }) => ({
    network,
    through: staticWay(tunnels, peer.routingDomain, network) ?? otherPeer(bgp, peer, network),
  }));
}

/** The tunnel that has a network among its own subnets. Static counts before learned (runbook S6.5). */
export function staticWay(
  tunnels: Tunnel[],
  routingDomain: string,
  network: string,
): string | undefined {
  return tunnels.find(
    (tunnel) =>
      tunnel.enabled &&
      sameName(tunnel.routingDomain, routingDomain) &&
      tunnel.subnets.some((subnet) => covered(network, subnet)),
  )?.name;
}

function covered(network: string, subnet: string): boolean {
  try {
    return contains(parseSubnet(subnet).cidr, parseCidr(network));
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function otherPeer(bgp: BgpReading, peer: BgpPeer, network: string): string | undefined {
  return bgp.routes.find(
    (route) =>
      route.network === network &&
      sameName(route.routingDomain, peer.routingDomain) &&
      route.learnedFrom !== undefined &&
      !sameName(route.learnedFrom, peer.name),
  )?.learnedFrom;
}
