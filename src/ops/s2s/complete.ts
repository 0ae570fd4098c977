import type { Completion } from '../../ports/queue';
import { findSite, inventoryName, type Tenant } from '../../world/inventory';
import { UserError } from '../../errors';
import { type About, type Completing, defineCompleting } from '../operation';
import type { Rows } from '../rows';
import { tunnels } from './read';
import { findTunnel, siteOf, tenantOf, type Tunnel, tunnelName, tunnelsOf } from './s2s';

type Texts = Record<string, string>;

type Then = (completion: Completion) => Completion;

/** For a new tunnel: the one site without a tunnel is proposed, several become buttons, none opens the form. */
export function newSite(then: Then): Completing {
  return defineCompleting({
    reads: ({ site }) => (site === undefined ? { tunnels } : undefined),
    complete: (texts, world, about) => then(completeNewSite(texts, world?.tunnels, about)),
  });
}

function completeNewSite(
  texts: Texts,
  there: Rows<Tunnel> | undefined,
  context: About,
): Completion {
  const tenant = tenantOf(context);
  const { site: said } = texts;
  if (said !== undefined || there === undefined)
    return withInventory({ ...texts, site: said ?? '' }, context);
  const free = Object.keys(tenant.sites).filter(
    (site) => findTunnel(there, tunnelName(tenant.name, site), tenant) === undefined,
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

function withInventory(texts: Texts & { site: string }, context: About): Completion {
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

/**
 * For a tunnel that exists: the only one is meant, several become buttons. One that the bot did not name is a choice like
 * others, by its name on the gateway.
 * @param alone what the only one is when the bot did not name it: taken, asked for, or nothing that may be meant
 */
export function whichTunnel(
  alone: 'take' | 'ask' | 'refuse',
  then: Then = (completion) => completion,
): Completing {
  return defineCompleting({
    reads: ({ site, name }) => (site === undefined && name === undefined ? { tunnels } : undefined),
    complete: (texts, world, about) =>
      then(
        world === undefined
          ? { kind: 'ready', args: texts }
          : completeTunnel(texts, world.tunnels.rows, tenantOf(about), alone),
      ),
  });
}

function completeTunnel(
  texts: Texts,
  rows: Tunnel[],
  tenant: Tenant,
  alone: 'take' | 'ask' | 'refuse',
): Completion {
  const there = tunnelsOf(rows, tenant);
  const own = there.flatMap((tunnel) => typedSite(tunnel, tenant) ?? []);
  const others = there.filter((tunnel) => typedSite(tunnel, tenant) === undefined);
  const [first] = there;
  if (first === undefined) {
    throw new UserError(`Tenant ${tenant.name} has no tunnel on ${tenant.gateway}.`);
  }
  const [only, ...more] = own;
  if (only !== undefined && more.length === 0 && others.length === 0) {
    return { kind: 'ready', args: { ...texts, site: only } };
  }
  const question = `Which tunnel of ${tenant.name}?`;
  if (others.length === 0)
    return { kind: 'choose', arg: 'site', question, options: own, args: texts };
  const names = others.map(({ name }) => name).join(', ');
  if (alone === 'refuse') {
    const why = `The bot did not name ${names}: remove ${others.length === 1 ? 'it' : 'them'} on the gateway.`;
    if (only === undefined) {
      throw new UserError(
        `Tenant ${tenant.name} has no tunnel of the bot's on ${tenant.gateway}. ${why}`,
      );
    }
    return {
      kind: 'choose',
      arg: 'site',
      question: `${question} ${why}`,
      options: own,
      args: texts,
    };
  }
  const options = there.map(({ name }) => name);
  if (options.length > 1) return { kind: 'choose', arg: 'name', question, options, args: texts };
  if (alone === 'take') return { kind: 'ready', args: { ...texts, name: first.name } };
  const sure = `The only tunnel of ${tenant.name} on ${tenant.gateway} is ${first.name}, which the bot did not name. Is it meant?`;
  return { kind: 'choose', arg: 'name', question: sure, options, args: texts };
}

/** The site of a tunnel that is named our way, where it can be typed. */
function typedSite(tunnel: Tunnel, tenant: Tenant): string | undefined {
  const site = siteOf(tunnel, tenant);
  return site !== undefined && inventoryName.safeParse(site).success ? site : undefined;
}
