import type { Tenant } from '../../world/inventory';
import { type Cidr, contains, formatCidr, overlaps } from '../../network/cidr';
import { Malformed } from '../../network/malformed';
import { parseSubnet } from '../../network/subnet';
import { sameName } from '../same-name';
import { type TunnelWish, withMetric } from './parameters';
import { type Tunnel, tunnelsOf } from './s2s';

/* Whose traffic moves: Windows takes the longer prefix, and compares metrics of equal prefixes only. */

interface Route {
  cidr: Cidr;
  metric: number;
  tunnel: Pick<Tunnel, 'name' | 'enabled'>;
}

/** So many of another tunnel's prefixes are named on a card. */
const most = 5;

/**
 * What the new prefixes of a tunnel change inside its routing domain; between tenants an overlap is harmless.
 * @param former what it had before: only what is new among its prefixes moves traffic
 */
export function overlapNotes(
  reading: readonly Tunnel[],
  wish: TunnelWish,
  tenant: Tenant,
  former: readonly string[] = [],
): string[] {
  const others = othersThan(wish.name, reading, tenant);
  const had = former.flatMap((text) => routeOf(text, { name: wish.name, enabled: true }));
  const mine = wish.subnets.flatMap((text) => routeOf(text, { name: wish.name, enabled: true }));
  return mine.flatMap((route) => {
    const before = had.find((one) => isSame(one.cidr, route.cidr));
    if (before?.metric === route.metric) return [];
    return [
      ...notesFor(route, before === undefined, others, mine),
      ...sleepers(route.cidr, others),
    ];
  });
}

/** Through which other tunnel goes what a tunnel no longer has. */
export function leftNotes(
  reading: readonly Tunnel[],
  { name, subnets }: Pick<Tunnel, 'name' | 'subnets'>,
  tenant: Tenant,
  kept: readonly string[] = [],
): string[] {
  const itself = { name, enabled: true };
  const stay = kept.flatMap((text) => routeOf(text, itself));
  const others = othersThan(name, reading, tenant).filter(({ tunnel }) => tunnel.enabled);
  return subnets
    .flatMap((text) => routeOf(text, itself))
    .filter(({ cidr }) => !stay.some((one) => isSame(one.cidr, cidr)))
    .flatMap(({ cidr }) => {
      const way = closest([...others, ...stay].filter((one) => contains(one.cidr, cidr)));
      if (way === undefined || way.tunnel === itself) return [];
      const its = isSame(way.cidr, cidr) ? 'it too' : formatCidr(way.cidr);
      return [`${formatCidr(cidr)} then goes through ${way.tunnel.name}, which has ${its}.`];
    });
}

function othersThan(name: string, reading: readonly Tunnel[], tenant: Tenant): Route[] {
  return tunnelsOf([...reading], tenant)
    .filter((other) => !sameName(other.name, name))
    .flatMap((tunnel) => tunnel.subnets.flatMap((text) => routeOf(text, tunnel)));
}

function notesFor(route: Route, isNew: boolean, others: Route[], mine: Route[]): string[] {
  const { cidr, tunnel } = route;
  const awake = others.filter((other) => other.tunnel.enabled);
  const rival = closest(awake.filter((other) => isSame(other.cidr, cidr)));
  if (rival !== undefined) return [metricNote(route, rival)];
  if (!isNew) return [];
  const inner = awake.filter(
    (other) => contains(cidr, other.cidr) && !mine.some((one) => isSame(one.cidr, other.cidr)),
  );
  const outer = closest(awake.filter((other) => contains(other.cidr, cidr)));
  if (inner.length > 0) {
    return [`${keeping(inner)}, ${restOf(cidr)} goes through ${tunnel.name}.`, ...from(outer)];
  }
  if (cidr.length === 0) {
    const all = `All ${familyOf(cidr)} traffic that no longer prefix leads elsewhere`;
    return [`${all} goes through ${tunnel.name}: ${formatCidr(cidr)} is the default route.`];
  }
  return from(outer);

  function from(whole: Route | undefined): string[] {
    if (whole === undefined) return [];
    const rest = `${restOf(whole.cidr)} keeps going through ${whole.tunnel.name}`;
    return [`${formatCidr(cidr)} goes through ${tunnel.name} from then on, ${rest}.`];
  }
}

function metricNote({ cidr, metric, tunnel }: Route, rival: Route): string {
  const other = rival.tunnel.name;
  const both = `${formatCidr(cidr)} is a subnet of ${other} too`;
  if (metric === rival.metric) {
    return `${both}, with the same metric ${metric}: which of them carries it is not certain. Give one of them a lower metric.`;
  }
  const [winner, won, lost] =
    metric < rival.metric ? [tunnel.name, metric, rival.metric] : [other, rival.metric, metric];
  return `${both}: the lower metric wins, so it goes through ${winner} (${won} against ${lost}).`;
}

/** `10.2.0.0/24 keeps going through contoso-branch`, for each of them, the first few. */
function keeping(inner: Route[]): string {
  const shown = inner
    .slice(0, most)
    .map(({ cidr, tunnel }, index) =>
      index === 0
        ? `${formatCidr(cidr)} keeps going through ${tunnel.name}`
        : `${formatCidr(cidr)} through ${tunnel.name}`,
    );
  const more = inner.length - most;
  return [...shown, ...(more > 0 ? [`${more} more as before`] : [])].join(', ');
}

/** Those that are switched off have no route now, and have one again when they are switched on. */
function sleepers(cidr: Cidr, others: Route[]): string[] {
  const asleep = others.filter((other) => !other.tunnel.enabled && overlaps(cidr, other.cidr));
  return asleep
    .slice(0, 1)
    .map(
      (other) =>
        `${other.tunnel.name} has ${formatCidr(other.cidr)} and is administratively down: once enabled, it counts beside ${formatCidr(cidr)}.`,
    );
}

function restOf(cidr: Cidr): string {
  return cidr.length === 0
    ? `all other ${familyOf(cidr)} traffic`
    : `the rest of ${formatCidr(cidr)}`;
}

function familyOf({ family }: Cidr): string {
  return `IPv${family}`;
}

/** The longest prefix, and of equal ones that with the lowest metric. */
function closest(routes: Route[]): Route | undefined {
  return routes.toSorted((a, b) => b.cidr.length - a.cidr.length || a.metric - b.metric)[0];
}

function isSame(a: Cidr, b: Cidr): boolean {
  return formatCidr(a) === formatCidr(b);
}

function routeOf(text: string, tunnel: Route['tunnel']): Route[] {
  try {
    const { cidr, metric = 0 } = parseSubnet(withMetric(text));
    return [{ cidr, metric, tunnel }];
  } catch (error) {
    // A prefix on the gateway that we can't read is not ours to judge.
    if (error instanceof Malformed) return [];
    throw error;
  }
}
