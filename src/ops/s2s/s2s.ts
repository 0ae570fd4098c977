import { z } from 'zod';
import type { Settings, State } from '../../../approvals/plan';
import { UserError } from '../../errors';
import type { Tenant } from '../../inventory';
import type { PsValue } from '../../ports';
import { rasError } from '../../ras-errors';
import { list, number, word } from '../cim-fields';
import type { ReadCommand, ReadContext } from '../operation';

/** What everything about a site-to-site tunnel needs, read in one round trip (runbook S3.1). */
export interface S2sReading {
  /** All tunnels of the gateway: names and destinations are shared by all tenants (runbook S8.1). */
  tunnels: Tunnel[];
  routingDomains: { name: string; usable: boolean }[];
  ikev2Ports: number;
}

export interface Tunnel {
  name: string;
  routingDomain: string;
  destination: string[];
  /** `prefix` or `prefix:metric`, sorted; IPv4 before IPv6. */
  subnets: string[];
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
}

/** Beware: as a bare number 0 means Enabled here (runbook 0.4, rule 7). */
const qos = z
  .union([z.literal(0).transform(() => 'Enabled'), z.literal(1).transform(() => 'Disabled'), word])
  .transform((text) => text === 'Enabled');

const interfaceSchema = z
  .looseObject({
    Name: z.string(),
    RoutingDomain: z.string().nullish(),
    Destination: list,
    IPv4Subnet: list,
    IPv6Subnet: list,
    AuthenticationMethod: word,
    AdminStatus: z.boolean().nullish(),
    Persistent: z.boolean().nullish(),
    ConnectionState: word,
    LastError: number,
    UnReachabilityReasons: word,
    EnableQoS: qos,
    TxBandwidthKbps: number,
    RxBandwidthKbps: number,
  })
  .transform(
    (row): Tunnel => ({
      name: row.Name,
      routingDomain: row.RoutingDomain ?? '',
      destination: row.Destination,
      subnets: [...row.IPv4Subnet.toSorted(), ...row.IPv6Subnet.toSorted()],
      authentication: row.AuthenticationMethod,
      enabled: row.AdminStatus ?? true,
      persistent: row.Persistent ?? false,
      connection: row.ConnectionState,
      lastError: row.LastError,
      unreachable: row.UnReachabilityReasons,
      limit: row.EnableQoS
        ? { txKbps: row.TxBandwidthKbps, rxKbps: row.RxBandwidthKbps }
        : undefined,
    }),
  );

const routingDomainSchema = z
  .looseObject({ RoutingDomain: z.string(), RoutingDomainStatus: word, VpnS2SStatus: word })
  .transform((row) => ({
    name: row.RoutingDomain,
    usable: row.RoutingDomainStatus === 'Enabled and Available' && row.VpnS2SStatus === 'Enabled',
  }));

const serverSchema = z.looseObject({ Ikev2Ports: number });

const reads: ReadCommand[] = [
  { cmdlet: 'Get-VpnS2SInterface', parameters: {} },
  { cmdlet: 'Get-RemoteAccessRoutingDomain', parameters: {} },
  { cmdlet: 'Get-VpnServerConfiguration', parameters: {} },
];

export async function readS2s(context: ReadContext): Promise<S2sReading> {
  const [tunnels, domains, server] = await context.read(reads);
  return {
    tunnels: parseTunnels(tunnels ?? []),
    routingDomains: z.array(routingDomainSchema).parse(domains ?? []),
    ikev2Ports: z.array(serverSchema).parse(server ?? [])[0]?.Ikev2Ports ?? 0,
  };
}

export async function readTunnels(context: ReadContext): Promise<Tunnel[]> {
  const [tunnels] = await context.read([{ cmdlet: 'Get-VpnS2SInterface', parameters: {} }]);
  return parseTunnels(tunnels ?? []);
}

export function parseTunnels(rows: PsValue[]): Tunnel[] {
  return z.array(interfaceSchema).parse(rows);
}

/** On the gateway a tunnel is named after its tenant and site: names are unique over the whole gateway. */
export function tunnelName(tenant: string, site: string): string {
  return `${tenant}-${site}`;
}

export function tunnelKey(name: string): string {
  return `tunnel ${name}`;
}

/** PowerShell's names are compared as PowerShell does. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function findTunnel(tunnels: Tunnel[], name: string): Tunnel | undefined {
  return tunnels.find((tunnel) => sameName(tunnel.name, name));
}

/** The tenant's own tunnels, by routing domain. */
export function tunnelsOf(tunnels: Tunnel[], tenant: Tenant): Tunnel[] {
  return tunnels.filter((tunnel) => sameName(tunnel.routingDomain, tenant.routingDomain));
}

/** The site part of a tunnel's name, when it is named our way. */
export function siteOf(tunnel: Tunnel, tenant: Tenant): string | undefined {
  const prefix = `${tenant.name}-`;
  return tunnel.name.toLowerCase().startsWith(prefix)
    ? tunnel.name.slice(prefix.length)
    : undefined;
}

/** What a plan compares: configuration only. */
export function settingsOf(tunnel: Tunnel): Settings {
  return {
    'routing domain': tunnel.routingDomain,
    destination: tunnel.destination,
    subnets: tunnel.subnets,
    authentication: tunnel.authentication,
    enabled: tunnel.enabled,
    persistent: tunnel.persistent,
    'rate limit': limitText(tunnel.limit),
  };
}

export function limitText(limit: Tunnel['limit']): string {
  return limit ? `${limit.txKbps} Kbps out, ${limit.rxKbps} Kbps in` : 'none';
}

/** The observed state of one tunnel's configuration. */
export async function observeTunnel(name: string, context: ReadContext): Promise<State> {
  const tunnel = findTunnel(await readTunnels(context), name);
  return { [tunnelKey(name)]: tunnel ? settingsOf(tunnel) : null };
}

export function isUp(tunnel: Tunnel | undefined): boolean {
  return tunnel?.connection === 'Connected';
}

/** The tenant that every s2s operation has, checked before it plans. */
export function tenantOf(context: ReadContext): Tenant {
  if (context.tenant === undefined) throw new UserError('Say which tenant: tenant=<name>.');
  return context.tenant;
}

/**
 * The tunnel that a change is about.
 * @throws UserError when there is none, or when that name belongs to another tenant
 */
export function requireTunnel(tunnels: Tunnel[], name: string, tenant: Tenant): Tunnel {
  const tunnel = findTunnel(tunnels, name);
  if (tunnel === undefined) {
    const own = tunnelsOf(tunnels, tenant).map((other) => siteOf(other, tenant) ?? other.name);
    const known = own.length === 0 ? 'It has none.' : `It has: ${own.join(', ')}.`;
    throw new UserError(
      `${tenant.gateway} has no tunnel ${name} for tenant ${tenant.name}. ${known}`,
    );
  }
  requireOwn(tunnel, tenant);
  return tunnel;
}

/** A name alone does not say whose tunnel it is, and every later cmdlet takes only the name. */
export function requireOwn(tunnel: Tunnel, tenant: Tenant): void {
  if (sameName(tunnel.routingDomain, tenant.routingDomain)) return;
  throw new UserError(
    `The tunnel ${tunnel.name} is in routing domain ${tunnel.routingDomain}, not in ${tenant.routingDomain} of tenant ${tenant.name}: nothing was changed. Check the inventory.`,
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
  const word = words[tunnel.connection] ?? `in an unknown state (${tunnel.connection})`;
  if (isUp(tunnel)) return word;
  const reasons = [
    ...(tunnel.lastError === 0 ? [] : [rasError(tunnel.lastError)]),
    // CONNECTION_FAILURE only says to look at the last error (runbook S3.7).
    ...(['', 'CONNECTION_FAILURE'].includes(tunnel.unreachable) ? [] : [tunnel.unreachable]),
  ];
  return [word, ...reasons].join(', ');
}
