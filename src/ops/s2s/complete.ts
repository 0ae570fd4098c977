import type { Completion } from '../../queue-port';
import { findSite } from '../../inventory';
import { UserError } from '../../errors';
import type { ReadContext } from '../operation';
import { readTunnels } from './read';
import { findTunnel, siteOf, tenantOf, tunnelName, tunnelsOf } from './s2s';

type Texts = Record<string, string>;

/** For a new tunnel: the one site without a tunnel is proposed, several become buttons, none opens the form. */
export async function completeNewSite(texts: Texts, context: ReadContext): Promise<Completion> {
  const tenant = tenantOf(context);
  if (texts['site'] !== undefined) return withInventory({ ...texts, site: texts['site'] }, context);
  const tunnels = await readTunnels(context);
  const free = Object.keys(tenant.sites).filter(
    (site) => findTunnel(tunnels, tunnelName(tenant.name, site), tenant) === undefined,
  );
  const [only] = free;
  if (free.length === 1 && only !== undefined) {
    return withInventory({ ...texts, site: only }, context);
  }
  if (free.length > 1) {
    const question = `Which site of ${tenant.name}? These have no tunnel yet.`;
    return { kind: 'choose', arg: 'site', question, options: free, args: texts };
  }
  const because = `Every site of ${tenant.name} in the inventory has a tunnel. For a new one, fill in:`;
  return { kind: 'ask', args: texts, because };
}

function withInventory(texts: Texts & { site: string }, context: ReadContext): Completion {
  const known = findSite(tenantOf(context), texts.site);
  const destination = texts['destination'] ?? known?.destination;
  const subnets = texts['subnets'] ?? (known?.subnets.length ? known.subnets.join(',') : undefined);
  const args = {
    ...texts,
    ...(destination === undefined ? {} : { destination }),
    ...(subnets === undefined ? {} : { subnets }),
  };
  if (destination !== undefined && subnets !== undefined) return { kind: 'ready', args };
  const because = `The inventory does not know site ${texts.site} of ${texts['tenant'] ?? 'this tenant'} well enough:`;
  return { kind: 'ask', args, because };
}

/** For a tunnel that exists: the only one is meant, several become buttons. */
export async function completeSite(texts: Texts, context: ReadContext): Promise<Completion> {
  if (texts['site'] !== undefined) return { kind: 'ready', args: texts };
  const tenant = tenantOf(context);
  const sites = tunnelsOf((await readTunnels(context)).rows, tenant).flatMap(
    (tunnel) => siteOf(tunnel, tenant) ?? [],
  );
  const [only] = sites;
  if (only === undefined) {
    throw new UserError(`Tenant ${tenant.name} has no tunnel on ${tenant.gateway}.`);
  }
  if (sites.length === 1) return { kind: 'ready', args: { ...texts, site: only } };
  const question = `Which tunnel of ${tenant.name}?`;
  return { kind: 'choose', arg: 'site', question, options: sites, args: texts };
}
