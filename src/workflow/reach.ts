import { mayAskSomething, mayRead } from '../../approvals/decide';
import type { ChangeRequest } from '../../approvals/request';
import type { Inventory } from '../world/inventory';
import type { Person } from '../world/people';
import type { Place } from '../ports/chat';
import { scopeOf, speaksOfAll } from './audience';
import type { Records } from './parts';

/** Of whom may be spoken: of all tenants and whole gateways, or of these alone. */
export type Reach = 'all' | ReadonlySet<string>;

type Rights = Pick<Records, 'policy' | 'people' | 'inventory' | 'channels'>;

/** Of whom a person may read, wherever they are. */
export function reachOf({ policy, people, inventory }: Rights, person: Person): Reach {
  if (mayRead(policy, person.id, people, undefined).met) return 'all';
  const tenants = Object.keys(inventory.tenants).filter(
    (tenant) =>
      mayRead(policy, person.id, people, tenant).met ||
      mayAskSomething(policy, person.id, people, tenant),
  );
  return new Set(tenants);
}

/** The same in a place: in a tenant's own channel nobody is spoken of but that tenant, whoever asks. */
export function reachIn(parts: Rights, person: Person, where: Place): Reach {
  const own = reachOf(parts, person);
  const channel = parts.channels.nameOf(where);
  // What is no channel of the bot's is answered to the person alone.
  if (channel === undefined) return own;
  const scope = scopeOf(parts, channel);
  if (scope === undefined) return new Set();
  const { tenant } = scope;
  if (tenant === undefined) return own;
  return new Set(own === 'all' || own.has(tenant) ? [tenant] : []);
}

/** The inventory as far as it may be spoken of: names outside are not looked up, proposed or completed. */
export function inventoryWithin(inventory: Inventory, reach: Reach): Inventory {
  if (reach === 'all') return inventory;
  const tenants = Object.entries(inventory.tenants).filter(([name]) => reach.has(name));
  const on = new Set(tenants.map(([, { gateway }]) => gateway));
  const gateways = Object.entries(inventory.gateways).filter(([name]) => on.has(name));
  return { tenants: Object.fromEntries(tenants), gateways: Object.fromEntries(gateways) };
}

/**
 * Is a request within reach? Whoever asked for it, votes on it or steers it knows it anyhow, but not in another tenant's
 * channel.
 */
export function isWithin(
  parts: Rights,
  request: ChangeRequest,
  { person, where }: { person: Person; where: Place },
): boolean {
  const reach = reachIn(parts, person, where);
  if (reach === 'all') return true;
  if (request.tenant !== undefined && reach.has(request.tenant)) return true;
  const channel = parts.channels.nameOf(where);
  const isTenants = channel !== undefined && !speaksOfAll(parts, channel);
  return !isTenants && isInvolved(request, person);
}

function isInvolved({ requester, policy }: ChangeRequest, { id, groups }: Person): boolean {
  const concerned = [
    ...(policy?.approvers.map(({ group }) => group) ?? []),
    ...(policy?.requesters.flat() ?? []),
  ];
  return requester === id || concerned.some((group) => groups.includes(group));
}
