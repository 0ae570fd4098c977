import { z } from 'zod';
import { spellAddress } from '../../network/address';
import { spellSubnet } from '../../network/subnet';
import type { PsValue } from '../../ports/shells';
import { bounded, list, number, word } from '../cim-fields';
import type { ReadCommand, ReadContext } from '../operation';
import { readRows, requireAllUnderstood, type Rows } from '../rows';
import { spellProtocol } from './protocol';
import type { Tunnel } from './s2s';
import { setupOf } from './setup';

/** What everything about a site-to-site tunnel needs, read in one round trip (runbook S3.1). */
export interface S2sReading {
  /** All tunnels of the gateway: names and destinations are shared by all tenants (runbook S8.1). */
  tunnels: Rows<Tunnel>;
  routingDomains: Rows<RoutingDomain>;
  ikev2Ports: number;
}

export interface RoutingDomain {
  name: string;
  usable: boolean;
}

/** Beware: as a bare number 0 means Enabled here (runbook 0.4, rule 7). */
const qos = z
  .union([z.literal(0).transform(() => 'Enabled'), z.literal(1).transform(() => 'Disabled'), word])
  .transform((text) => text === 'Enabled');

/** A number, or the text of one, in hexadecimal too. */
const errorNumber = z.union([
  z
    .string()
    .regex(/^(-?\d{1,10}|0x[0-9a-fA-F]{1,8})$/)
    .transform(Number),
  number,
]);

const interfaceSchema = z
  .looseObject({
    Name: z.string(),
    RoutingDomain: z.string().nullish(),
    Destination: list,
    IPv4Subnet: list,
    IPv6Subnet: list,
    Protocol: word,
    AuthenticationMethod: word,
    AdminStatus: z.boolean().nullish(),
    Persistent: z.boolean().nullish(),
    ConnectionState: word,
    LastError: errorNumber,
    UnReachabilityReasons: word,
    EnableQoS: qos,
    TxBandwidthKbps: number,
    RxBandwidthKbps: number,
  })
  .transform(
    (row): Tunnel => ({
      name: row.Name,
      routingDomain: row.RoutingDomain ?? '',
      destination: row.Destination.map(spellAddress),
      subnets: [...inOrder(row.IPv4Subnet), ...inOrder(row.IPv6Subnet)],
      protocol: spellProtocol(row.Protocol),
      authentication: row.AuthenticationMethod,
      enabled: row.AdminStatus ?? true,
      persistent: row.Persistent ?? false,
      connection: row.ConnectionState,
      lastError: row.LastError,
      unreachable: row.UnReachabilityReasons,
      limit: row.EnableQoS
        ? { txKbps: row.TxBandwidthKbps, rxKbps: row.RxBandwidthKbps }
        : undefined,
      setup: setupOf(row),
    }),
  );

const routingDomainSchema = z
  .looseObject({ RoutingDomain: z.string(), RoutingDomainStatus: word, VpnS2SStatus: word })
  .transform(
    (row): RoutingDomain => ({
      name: row.RoutingDomain,
      usable: row.RoutingDomainStatus === 'Enabled and Available' && row.VpnS2SStatus === 'Enabled',
    }),
  );

const serverSchema = z.looseObject({ Ikev2Ports: number });

const readTunnelsOnly: ReadCommand = { cmdlet: 'Get-VpnS2SInterface', parameters: {} };

const reads: ReadCommand[] = [
  readTunnelsOnly,
  { cmdlet: 'Get-RemoteAccessRoutingDomain', parameters: {} },
  { cmdlet: 'Get-VpnServerConfiguration', parameters: {} },
];

/** Read all that a new tunnel depends on. */
export async function readS2s(context: ReadContext): Promise<S2sReading> {
  const [tunnels, domains, server] = await context.read(reads);
  const gateway = context.gateway.name;
  const servers = readRows(serverSchema, server ?? [], {
    gateway,
    cmdlet: 'Get-VpnServerConfiguration',
    name: 'Name',
  });
  requireAllUnderstood(servers.odd, 'its server configuration');
  return {
    tunnels: tunnelRows(tunnels ?? [], gateway),
    routingDomains: domainRows(domains ?? [], gateway),
    ikev2Ports: servers.rows[0]?.Ikev2Ports ?? 0,
  };
}

/** Read all tunnels of the gateway. */
export async function readTunnels(context: ReadContext): Promise<Rows<Tunnel>> {
  const [tunnels] = await context.read([readTunnelsOnly]);
  return tunnelRows(tunnels ?? [], context.gateway.name);
}

/** Tell tunnels from an answer of Get-VpnS2SInterface. */
export function tunnelRows(answer: PsValue[], gateway: string): Rows<Tunnel> {
  const from = { gateway, cmdlet: 'Get-VpnS2SInterface', name: 'Name' };
  return readRows(interfaceSchema, answer, from);
}

function domainRows(answer: PsValue[], gateway: string): Rows<RoutingDomain> {
  const from = { gateway, cmdlet: 'Get-RemoteAccessRoutingDomain', name: 'RoutingDomain' };
  return readRows(routingDomainSchema, answer, from);
}

/**
 * The same, all or nothing: where one that is missing would look like one that is gone.
 * @throws ZodError
 */
export function parseTunnels(rows: PsValue[]): Tunnel[] {
  return z.array(bounded(interfaceSchema)).parse(rows);
}

function inOrder(subnets: string[]): string[] {
  return subnets.map(spellSubnet).toSorted();
}
