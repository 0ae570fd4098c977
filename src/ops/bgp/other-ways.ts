import { type Cidr, contains, formatCidr, parseCidr } from '../../network/cidr';
import { Malformed } from '../../network/malformed';
import { parseSubnet, type Subnet } from '../../network/subnet';
import { sameName } from '../same-name';
import { isUp, type Tunnel } from '../s2s/s2s';
import { type BgpPeer, type BgpReading, peersOf, routesFrom } from './bgp';
import { isEnding, waitsForTraffic } from './path';

export interface OtherWay {
  network: string;
  /** A tunnel or a peer; undefined when nothing else leads there. */
  through: string | undefined;
  /** It is set up to lead there, and does not now. */
  isDown: boolean;
}

/** The networks that a peer brought, each with what else leads to it, if anything does. */
export function otherWays(bgp: BgpReading, tunnels: Tunnel[], peer: BgpPeer): OtherWay[] {
  return routesFrom(bgp, peer).map(({ network }) => {
    const ways = staticWays(tunnels, peer.routingDomain, network);
    const through =
      ways.find((tunnel) => isUp(tunnel) || waitsForTraffic(tunnel))?.name ??
      otherPeer(bgp, tunnels, peer, network);
    return through === undefined
      ? { network, through: ways[0]?.name, isDown: ways.length > 0 }
      : { network, through, isDown: false };
  });
}

/**
 * Tunnels whose own subnets lead to the whole network, so that it is reached without BGP too. The one that Windows takes
 * is the first: that of the longest prefix, and of equal ones that with the lowest metric.
 */
function staticWays(tunnels: Tunnel[], routingDomain: string, network: string): Tunnel[] {
  const leads = (subnet: Cidr) => contains(subnet, parseCidr(network));
  return findStatic(tunnels, routingDomain, leads)
    .map((tunnel) => ({ tunnel, way: closest(tunnel.subnets, leads) }))
    .toSorted((a, b) => compareWays(a.way, b.way))
    .map(({ tunnel }) => tunnel);
}

function closest(subnets: string[], fits: (subnet: Cidr) => boolean): Subnet | undefined {
  return subnets
    .filter((subnet) => readable(() => fits(parseSubnet(subnet).cidr)))
    .map(parseSubnet)
    .toSorted(compareWays)[0];
}

function compareWays(a: Subnet | undefined, b: Subnet | undefined): number {
  const longer = (b?.cidr.length ?? 0) - (a?.cidr.length ?? 0);
  return longer || (a?.metric ?? 0) - (b?.metric ?? 0);
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
  )[0]?.name;
}

function findStatic(
  tunnels: Tunnel[],
  routingDomain: string,
  fits: (subnet: Cidr) => boolean,
): Tunnel[] {
  return tunnels.filter(
    (tunnel) =>
      tunnel.enabled &&
      sameName(tunnel.routingDomain, routingDomain) &&
      tunnel.subnets.some((subnet) => readable(() => fits(parseSubnet(subnet).cidr))),
  );
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

/**
 * Another peer that brought it, or a shorter prefix that has it, and can be reached; before 2016 the gateway does not say
 * which routes it resolves.
 */
function otherPeer(
  bgp: BgpReading,
  tunnels: Tunnel[],
  { routingDomain, name }: BgpPeer,
  network: string,
): string | undefined {
  return peersOf(bgp, routingDomain)
    .filter((other) => !sameName(other.name, name) && !isEnding(other, tunnels))
    .flatMap((other) => routesFrom(bgp, other).map((route) => ({ other, route })))
    .filter(({ route }) => !route.states.includes('Unresolved') && leadsTo(route.network, network))
    .toSorted((a, b) => lengthOf(b.route.network) - lengthOf(a.route.network))[0]?.other.name;
}

function leadsTo(route: string, network: string): boolean {
  return route === network || readable(() => contains(parseCidr(route), parseCidr(network)));
}

function lengthOf(network: string): number {
  return Number(network.slice(network.indexOf('/') + 1));
}
