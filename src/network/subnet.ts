import { bitsOf } from './address';
import { type Cidr, contains, formatCidr, parseCidr } from './cidr';
import { Malformed, shorten } from './malformed';

/** A prefix as RRAS takes it in `-IPv4Subnet` and `-IPv6Subnet`: `10.1.0.0/24:100`. */
export interface Subnet {
  cidr: Cidr;
  metric?: number;
}

const greatestMetric = 9999;

/**
 * Read `prefix` or `prefix:metric`. In IPv6 the metric stands behind the length, so its colon is not the address's.
 * @throws Malformed
 */
export function parseSubnet(text: string): Subnet {
  const slash = text.indexOf('/');
  const colon = slash < 0 ? -1 : text.indexOf(':', slash);
  if (colon < 0) return { cidr: parseCidr(text) };
  const metric = text.slice(colon + 1);
  if (!/^[1-9]\d{0,3}$/.test(metric)) {
    throw new Malformed(
      `${shorten(text)} needs a metric from 1 to ${greatestMetric} behind the colon`,
    );
  }
  try {
    return { cidr: parseCidr(text.slice(0, colon)), metric: Number(metric) };
  } catch (error) {
    if (!(error instanceof Malformed) || error.meant === undefined) throw error;
    throw new Malformed(error.message, `${error.meant}:${metric}`);
  }
}

/** The one spelling of a subnet: `10.1.0.0/16`, or `10.1.0.0/16:100` when a metric was given. */
export function formatSubnet({ cidr, metric }: Subnet): string {
  return metric === undefined ? formatCidr(cidr) : `${formatCidr(cidr)}:${metric}`;
}

/** A prefix in its one spelling; what cannot be read as it is, because the gateway may have it so. */
export function spellSubnet(text: string): string {
  try {
    return formatSubnet(parseSubnet(text));
  } catch (error) {
    if (error instanceof Malformed) return text;
    throw error;
  }
}

/**
 * The first two of a list that say the same thing twice, as a sentence. A host route inside a larger prefix is
 * no contradiction: that is how the address of a BGP peer is made to raise its tunnel.
 */
export function findClash(subnets: readonly Subnet[]): string | undefined {
  const sorted = [...subnets].sort((a, b) => a.cidr.length - b.cidr.length);
  for (const [index, inner] of sorted.entries()) {
    for (const outer of sorted.slice(0, index)) {
      if (!contains(outer.cidr, inner.cidr)) continue;
      if (outer.cidr.length === inner.cidr.length) {
        return outer.metric === inner.metric
          ? `${formatCidr(inner.cidr)} is there twice; keep one`
          : `${formatCidr(inner.cidr)} is there with two metrics; keep one`;
      }
      if (inner.cidr.length === bitsOf(inner.cidr.family)) continue;
      return `${formatCidr(outer.cidr)} already covers ${formatCidr(inner.cidr)}; keep one`;
    }
  }
  return undefined;
}
