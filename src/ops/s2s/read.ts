import { z } from 'zod';
import { spellAddress } from '../../network/address';
import { spellSubnet } from '../../network/subnet';
import { list, number, word } from '../cim-fields';
import type { Reading } from '../reading';
import { everyRow, readRows, requireAllUnderstood, type Rows } from '../rows';
import { spellProtocol } from './protocol';
import type { Tunnel } from './s2s';
import { setupOf } from './setup';

export interface RoutingDomain {
  name: string;
  usable: boolean;
}

/** Beware: as a bare number 0 means Enabled here (runbook 0.4, rule 7). */
const qos = word.transform((text) => text === 'Enabled' || text === '0');

/** A number, or the text of one, in hexadecimal too. */
const errorNumber = z.union([
  number,
  z
    .string()
    .regex(/^(-?\d{1,10}|0x[0-9a-fA-F]{1,8})$/)
    .transform(Number),
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

/** All tunnels of the gateway: names and destinations are shared by all tenants (runbook S8.1). */
export const tunnels: Reading<Rows<Tunnel>> = {
  cmdlet: 'Get-VpnS2SInterface',
  parameters: {},
  as: (rows, gateway) =>
    readRows(interfaceSchema, rows, { gateway, cmdlet: 'Get-VpnS2SInterface', name: 'Name' }),
};

/** The same, all or nothing, for whoever takes what is missing for gone. */
export const everyTunnel: Reading<Tunnel[]> = {
  ...tunnels,
  as: (rows, gateway) =>
    everyRow(interfaceSchema, rows, { gateway, cmdlet: 'Get-VpnS2SInterface' }),
};

/** The routing domains of all tenants, and whether a tunnel can be in them. */
export const routingDomains: Reading<Rows<RoutingDomain>> = {
  cmdlet: 'Get-RemoteAccessRoutingDomain',
  parameters: {},
  as: (rows, gateway) =>
    readRows(routingDomainSchema, rows, {
      gateway,
      cmdlet: 'Get-RemoteAccessRoutingDomain',
      name: 'RoutingDomain',
    }),
};

/** How many tunnels of IKEv2 the gateway has ports for. */
export const ikev2Ports: Reading<number> = {
  cmdlet: 'Get-VpnServerConfiguration',
  parameters: {},
  as(rows, gateway) {
    const from = { gateway, cmdlet: 'Get-VpnServerConfiguration', name: 'Name' };
    const read = readRows(serverSchema, rows, from);
    requireAllUnderstood(read.odd, 'its server configuration');
    return read.rows[0]?.Ikev2Ports ?? 0;
  },
};

function inOrder(subnets: string[]): string[] {
  return subnets.map(spellSubnet).toSorted();
}
