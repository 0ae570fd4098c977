import { UserError } from '../../errors';
import type { Tenant } from '../../world/inventory';
import { leaveOut } from '../../said';
import { rivalFor, type TunnelWish } from './parameters';
import { takesIkev2Port } from './protocol';
import { type Rows, requireUnderstood } from '../rows';
import { sameName } from '../same-name';
import type { RoutingDomain } from './read';
import type { Tunnel } from './s2s';

/**
 * The tenant's routing domain, ready for a tunnel (runbook S3.1).
 * @throws UserError with what is in the way; GatewayError when its row is not understood
 */
export function requireRoutingDomain(
  { rows, odd }: Rows<RoutingDomain>,
  tenant: Tenant,
): RoutingDomain {
  const { routingDomain } = tenant;
  const domain = rows.find(({ name }) => sameName(name, routingDomain));
  if (domain === undefined) {
    requireUnderstood(odd, { name: routingDomain, routingDomain });
    throw new UserError(
      `${tenant.gateway} has no routing domain ${tenant.routingDomain}. Onboard tenant ${tenant.name} there first, or correct the inventory.`,
    );
  }
  if (!domain.usable) {
    throw new UserError(
      `Routing domain ${tenant.routingDomain} on ${tenant.gateway} is not enabled for site-to-site VPN. Enable it first.`,
    );
  }
  return domain;
}

/** @throws UserError when the gateway has no IKEv2 port for one more tunnel */
export function requireFreePort({ rows, odd }: Rows<Tunnel>, ports: number, gateway: string): void {
  const taken = rows.filter(takesIkev2Port).length + odd.length;
  if (taken + 1 > ports) {
    throw new UserError(
      `${gateway} has ${ports} IKEv2 ports and ${taken} tunnels that take one: no port is free. Raise Ikev2Ports first.`,
    );
  }
}

/** @throws UserError when another tunnel dials the same far end, which the gateway would refuse */
export function requireNoRival(tunnels: Tunnel[], wish: TunnelWish): void {
  const rival = rivalFor(wish.destination, wish.name, tunnels);
  if (rival !== undefined) {
    const one = 'A gateway takes one such tunnel for each far end, over all tenants.';
    const dials = `already dials ${wish.destination.join(', ')} with a shared key. ${one}`;
    const whole = `${rival.name} (routing domain ${rival.routingDomain}) ${dials}`;
    const isOwn = sameName(rival.routingDomain, wish.routingDomain);
    throw new UserError(isOwn ? whole : leaveOut(whole, `Another tunnel of this gateway ${dials}`));
  }
}
