import { z } from 'zod';
import { windowsVersions } from '../facts/versions';
import { asNumber, asRead } from './inventory-fields';
import { confusedMachines, confusedTenants } from './inventory-confusions';
import { clashingSites } from './inventory-sites';
import { parseAsn } from '../network/asn';
import { readMachineAddress } from '../network/machine-address';
import { parseSubnet } from '../network/subnet';

/** Names that people type, and that become part of names on the gateway (runbook S8.2). */
export const inventoryName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'use 1 to 31 lower-case letters, digits and dashes');

const guid = z.string().regex(/^\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}$/, {
  error: 'use a GUID in braces, as the gateway prints it',
});

const asn = asNumber(parseAsn);
const address = asRead((text) => readMachineAddress(text));

const siteSchema = z.strictObject({
  /** Public address of the far end. */
  destination: address.optional(),
  /** Prefixes behind the far end, `10.1.0.0/24` or with a metric `10.1.0.0/24:100`. */
  subnets: z.array(asRead(parseSubnet)).default([]),
  /** The BGP router of the site: its inner address and AS number. */
  peer: z.strictObject({ address, asn }).optional(),
});

const tenantSchema = z.strictObject({
  gateway: inventoryName,
  /** The routing domain's name on the gateway; tenant is only our word. */
  routingDomain: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^\s*?[\]`](?:[^\p{C}*?[\]`]*[^\s*?[\]`])?$/u, {
      error: 'use a name without wildcards, and without blanks at its ends',
    }),
  routingDomainId: guid,
  isolation: z.enum(['hnv', 'vlan']),
  /** Channel names without `#`, per chat: there the tenant may be left out. */
  channels: z.array(z.string()).default([]),
  /** Its BGP router on the gateway: the gateway's address inside the routing domain, and the AS number. */
  bgp: z.strictObject({ address, asn }).optional(),
  sites: z.record(inventoryName, siteSchema).default({}),
});

const gatewaySchema = z.strictObject({
  version: z.enum(windowsVersions),
  /** How it is reached: checked by the PowerShell adapter, which alone knows the kinds. */
  target: z.record(z.string(), z.unknown()),
  /** Its Hyper-V hosts by name, each with its own target. */
  hosts: z.record(inventoryName, z.record(z.string(), z.unknown())).default({}),
});

export const inventorySchema = z
  .strictObject({
    gateways: z.record(inventoryName, gatewaySchema),
    tenants: z.record(inventoryName, tenantSchema),
  })
  .check((ctx) => {
    const found = [confusedMachines, confusedTenants, clashingSites].flatMap((look) =>
      look(ctx.value),
    );
    for (const confusion of found) ctx.issues.push({ code: 'custom', ...confusion });
    const owners = new Map<string, string>();
    for (const [name, tenant] of Object.entries(ctx.value.tenants)) {
      for (const channel of tenant.channels) {
        const owner = owners.get(channel);
        owners.set(channel, owner ?? name);
        if (owner === undefined || owner === name) continue;
        ctx.issues.push({
          code: 'custom',
          path: ['tenants', name, 'channels'],
          message: `${channel} is the channel of ${owner} already: what is said there must be one tenant's`,
          input: channel,
        });
      }
      if (ctx.value.gateways[tenant.gateway] === undefined) {
        ctx.issues.push({
          code: 'custom',
          path: ['tenants', name, 'gateway'],
          message: `no gateway is called ${tenant.gateway}`,
          input: tenant.gateway,
        });
      }
    }
  });

export type Inventory = z.infer<typeof inventorySchema>;
export type Gateway = Inventory['gateways'][string] & { name: string };
export type Tenant = Inventory['tenants'][string] & { name: string };
export type Site = Tenant['sites'][string] & { name: string };

/** With its name. Own members alone, because people type names and `constructor` is in every object. */
export function findGateway(inventory: Inventory, name: string): Gateway | undefined {
  const found = Object.hasOwn(inventory.gateways, name) ? inventory.gateways[name] : undefined;
  return found && { ...found, name };
}

/** With its name, by our name for it and not by its routing domain. Own members alone, as for gateways. */
export function findTenant(inventory: Inventory, name: string): Tenant | undefined {
  const found = Object.hasOwn(inventory.tenants, name) ? inventory.tenants[name] : undefined;
  return found && { ...found, name };
}

/** With its name. Undefined for a site that is about to be added, which need not be in the inventory. */
export function findSite(tenant: Tenant, name: string): Site | undefined {
  const found = Object.hasOwn(tenant.sites, name) ? tenant.sites[name] : undefined;
  return found && { ...found, name };
}

/** The tenant whose channel this is, so that it need not be typed there. */
export function tenantOfChannel(inventory: Inventory, channel: string): string | undefined {
  const plain = channel.replace(/^#/, '');
  return Object.keys(inventory.tenants).find((name) =>
    inventory.tenants[name]?.channels.includes(plain),
  );
}
