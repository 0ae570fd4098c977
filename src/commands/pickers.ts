import { findTenant, type Inventory } from '../world/inventory';
import type { Field } from '../message';
import type { Arg } from '../ops/arg';
import { knownNames } from './check-texts';

/** What a platform's menu holds; beyond it a name is typed. */
const most = 100;

/** The field beside a menu of names, for one that is not in it. No argument has a dot in its name. */
export function otherOf(name: string): string {
  return `${name}.other`;
}

type Option = (Field & { kind: 'choice' })['options'][number];

/**
 * What can be chosen for an argument, of what may be spoken of here: undefined when it is typed. A site is offered before
 * its tenant is known too, and says whose it is.
 */
export function optionsOf(
  arg: Arg,
  tenant: string | undefined,
  inventory: Inventory,
): Option[] | undefined {
  if (arg.options !== undefined) return plainly(arg.options);
  if (arg.names === undefined) return undefined;
  const known = tenant !== undefined && findTenant(inventory, tenant) !== undefined;
  const options =
    arg.names === 'site' && !known
      ? sitesOfAll(inventory)
      : plainly(knownNames(arg.names, tenant, inventory));
  return options.length > 0 && options.length <= most ? options : undefined;
}

function plainly(values: readonly string[]): Option[] {
  return values.map((value) => ({ value, label: value }));
}

/** Two tenants may call a site alike: it is one choice then, of either. */
function sitesOfAll({ tenants }: Inventory): Option[] {
  const owners = new Map<string, string[]>();
  for (const [tenant, { sites }] of Object.entries(tenants)) {
    for (const site of Object.keys(sites)) {
      owners.set(site, [...(owners.get(site) ?? []), tenant]);
    }
  }
  return [...owners].map(([value, of]) => ({ value, label: `${value} (${of.join(', ')})` }));
}

/** What was typed beside a menu is the argument's own text. With both there is no telling what was meant. */
export function joinOthers(
  args: Record<string, Arg>,
  values: Record<string, string>,
): { values: Record<string, string>; typed: string[]; both: string[] } {
  const joined = { ...values };
  const [typed, both]: [string[], string[]] = [[], []];
  for (const name of Object.keys(args)) {
    const other = values[otherOf(name)];
    delete joined[otherOf(name)];
    if (other === undefined || other.trim() === '') continue;
    typed.push(name);
    const chosen = values[name]?.trim() ?? '';
    if (chosen !== '' && chosen !== other.trim()) both.push(name);
    joined[name] = other;
  }
  return { values: joined, typed, both };
}
