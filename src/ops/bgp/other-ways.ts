import { type Cidr, contains, formatCidr, parseCidr } from '../../network/cidr';
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

/** A tunnel whose own subnets lead to the whole network, so that it is reached without BGP too. */
function staticWay(tunnels: Tunnel[], routingDomain: string, network: string): string | undefined {
  return findStatic(tunnels, routingDomain, (subnet) => contains(subnet, parseCidr(network)));
}

/**
 * A tunnel that has exactly this network among its own subnets: static is preferred to learned (runbook S6.5), so the
 * learned route is not used. A shorter learned prefix, or a longer one, is.
 */
export function shadowing(
  tunnels: Tunnel[],
  routingDomain: string,
  network: string,
): string | undefined {
  return findStatic(
    tunnels,
    routingDomain,
    (subnet) => formatCidr(subnet) === formatCidr(parseCidr(network)),
  );
}

function findStatic(
  tunnels: Tunnel[],
  routingDomain: string,
  fits: (subnet: Cidr) => boolean,
): string | undefined {
  return tunnels.find(
    (tunnel) =>
      tunnel.enabled &&
      sameName(tunnel.routingDomain, routingDomain) &&
      tunnel.subnets.some((subnet) => readable(() => fits(parseSubnet(subnet).cidr))),
  )?.name;
}

/** A prefix on the gateway that we can't read is not ours to judge. */
function readable(judge: () => boolean): boolean {
  try {
    return judge();
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
