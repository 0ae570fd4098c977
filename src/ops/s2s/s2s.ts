import { UserError } from '../../errors';
import type { Tenant } from '../../world/inventory';
import { rasError, unreachableReason } from '../../facts/ras-errors';
import { leaveOut } from '../../said';
import type { About } from '../operation';
import { type Rows, requireUnderstood } from '../rows';
import { sameName } from '../same-name';
import type { Setup } from './setup';

/** A site-to-site tunnel as the gateway has it. */
export interface Tunnel {
  name: string;
  routingDomain: string;
  destination: string[];
  /** `prefix` or `prefix:metric`, sorted; IPv4 before IPv6. */
  subnets: string[];
  /** IKEv2, L2TP, SSTP, GRE, Automatic; empty when the reading names none. */
  protocol: string;
  authentication: string;
  enabled: boolean;
  persistent: boolean;
  /** Connected, Connecting, Disconnected, Unreachable; anything else is not known to us. */
  connection: string;
  /** 0 is none. See data/ras-errors.json. */
  lastError: number;
  unreachable: string;
  /** Undefined when the tunnel is not limited. */
  limit: { txKbps: number; rxKbps: number } | undefined;
  /** Whatever else makes it, as far as it can be read. */
  setup: Setup;
}

/** On the gateway a tunnel is named after its tenant and site: names are unique over the whole gateway. */
export function tunnelName(tenant: string, site: string): string {
  return `${tenant}-${site}`;
}

/** The tenant's own tunnels, by routing domain. */
export function tunnelsOf(tunnels: Tunnel[], tenant: Tenant): Tunnel[] {
  return tunnels.filter((tunnel) => sameName(tunnel.routingDomain, tenant.routingDomain));
}

/** The site part of a tunnel's name, as people type it, when it is named our way. */
export function siteOf(tunnel: Tunnel, tenant: Tenant): string | undefined {
  const prefix = `${tenant.name}-`;
  const name = tunnel.name.toLowerCase();
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/**
 * The tunnel of that name, whoever has it: names are unique over the whole gateway.
 * @throws GatewayError when there is none, and one that was not understood may be it
 */
export function findTunnel(
  { rows, odd }: Rows<Tunnel>,
  name: string,
  { routingDomain }: Tenant,
): Tunnel | undefined {
  const found = rows.find((tunnel) => sameName(tunnel.name, name));
  if (found === undefined) requireUnderstood(odd, { name, routingDomain });
  return found;
}

/** By the gateway's word, whatever its far end says. False for a tunnel that is not there. */
export function isUp(tunnel: Tunnel | undefined): boolean {
  return tunnel?.connection === 'Connected';
}

/** The tenant that every s2s operation has, checked before it plans. */
export function tenantOf({ tenant }: Pick<About, 'tenant'>): Tenant {
  if (tenant === undefined) throw new UserError('Say which tenant: tenant=<name>.');
  return tenant;
}

/**
 * The tunnel that a change is about.
 * @throws UserError when there is none, or when that name belongs to another tenant; GatewayError when it is not understood
 */
export function requireTunnel(read: Rows<Tunnel>, name: string, tenant: Tenant): Tunnel {
  const tunnel = findTunnel(read, name, tenant);
  if (tunnel === undefined) {
    const own = tunnelsOf(read.rows, tenant).map((other) => siteOf(other, tenant) ?? other.name);
    const known = own.length === 0 ? 'It has none.' : `It has: ${own.join(', ')}.`;
    throw new UserError(
      `${tenant.gateway} has no tunnel ${name} for tenant ${tenant.name}. ${known}`,
    );
  }
  requireOwn(tunnel, tenant);
  return tunnel;
}

/** Does it belong to that tenant? The routing domain tells, never the name. */
export function isOwn(tunnel: Pick<Tunnel, 'routingDomain'>, tenant: Tenant): boolean {
  return sameName(tunnel.routingDomain, tenant.routingDomain);
}

/** A name alone does not say whose tunnel it is, and every later cmdlet takes only the name. */
export function requireOwn(tunnel: Tunnel, tenant: Tenant): void {
  if (isOwn(tunnel, tenant)) return;
  const whose = `not in ${tenant.routingDomain} of tenant ${tenant.name}: nothing was changed. Check the inventory.`;
  throw new UserError(
    leaveOut(
      `The tunnel ${tunnel.name} is in routing domain ${tunnel.routingDomain}, ${whose}`,
      `The tunnel ${tunnel.name} is in another routing domain, ${whose}`,
    ),
  );
}

/** How it stands, as a tired person reads it: `down, error 13801: ...`. */
export function connectionText(tunnel: Tunnel): string {
  if (!tunnel.enabled) return 'administratively down';
  const words: Record<string, string> = {
    Connected: 'up',
    Connecting: 'connecting',
    Disconnected: 'down',
    Unreachable: 'unreachable',
  };
  const word = words[tunnel.connection] ?? `in an unknown state${named(tunnel.connection)}`;
  if (isUp(tunnel)) return word;
  const reasons = [
    ...(tunnel.lastError === 0 ? [] : [rasError(tunnel.lastError)]),
    // CONNECTION_FAILURE only says to look at the last error (runbook S3.7).
    ...(['', 'CONNECTION_FAILURE'].includes(tunnel.unreachable)
      ? []
      : [
          isWord(tunnel.unreachable)
            ? unreachableReason(tunnel.unreachable)
            : 'for a reason that is no known word',
        ]),
  ];
  return [word, ...reasons].join(', ');
}

const named = (state: string) => (isWord(state) ? ` (${state})` : '');

/** As the names of states and reasons are. Prose could name anybody, and this is told in tenants' channels. */
function isWord(text: string): boolean {
  return /^\w{1,40}$/.test(text);
}
