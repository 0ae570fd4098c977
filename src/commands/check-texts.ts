import type { z } from 'zod';
import { findGateway, findSite, findTenant, type Inventory } from '../world/inventory';
import type { Arg, Args } from '../ops/arg';
import { nearest } from '../ops/args/nearest';
import { either, show } from './show';

/** What is wrong with one argument, for a sentence "<name>: ..." or below a field of a form. */
export interface Problem {
  name: string;
  sentence: string;
  /** Values that may have been meant, nearest first. */
  meant: string[];
}

export interface Checked {
  /** In their one spelling. */
  texts: Record<string, string>;
  problems: Problem[];
}

/** Check each text by itself and against the inventory. Secrets are not texts; whatever is missing is no problem here. */
export function checkTexts(
  args: Args,
  typed: Record<string, string>,
  inventory: Inventory,
): Checked {
  const texts: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [name, arg] of Object.entries(args)) {
    const text = Object.hasOwn(typed, name) ? typed[name] : undefined;
    if (text === undefined) continue;
    const read = arg.schema.safeParse(text);
    if (read.success) texts[name] = arg.format(read.data);
    else problems.push(problemOf(name, text, read.error));
  }
  for (const [name, arg] of Object.entries(args)) {
    const text = texts[name];
    if (text === undefined || arg.names === undefined || arg.fresh === true) continue;
    const unknown = findUnknown(arg.names, text, tenantIn(args, texts), inventory);
    if (unknown === undefined) continue;
    problems.push({ name, ...unknown });
    delete texts[name];
  }
  return { texts, problems };
}

/** The tenant that the same line names, whose sites `site` is one of. */
export function tenantIn(args: Args, texts: Record<string, string>): string | undefined {
  const name = Object.keys(args).find((key) => args[key]?.names === 'tenant');
  return name === undefined || !Object.hasOwn(texts, name) ? undefined : texts[name];
}

/** The names that the inventory has for an argument; without a tenant there are no sites. */
export function knownNames(
  kind: NonNullable<Arg['names']>,
  tenant: string | undefined,
  inventory: Inventory,
): string[] {
  if (kind !== 'site') return Object.keys(inventory[`${kind}s`]);
  const found = tenant === undefined ? undefined : findTenant(inventory, tenant);
  return Object.keys(found?.sites ?? {});
}

function problemOf(name: string, text: string, error: z.ZodError): Problem {
  const [issue] = error.issues;
  if (text === '')
    return { name, sentence: 'it is empty; give a value, or leave it out', meant: [] };
  const meant: unknown = issue?.code === 'custom' ? issue.params?.['meant'] : undefined;
  return {
    name,
    sentence: issue?.message ?? 'it cannot be read',
    meant: typeof meant === 'string' ? [meant] : [],
  };
}

function findUnknown(
  kind: NonNullable<Arg['names']>,
  text: string,
  tenant: string | undefined,
  inventory: Inventory,
): Omit<Problem, 'name'> | undefined {
  const owner = tenant === undefined ? undefined : findTenant(inventory, tenant);
  // The tenant's own problem is told already, or the tenant is missing and asked for.
  if (kind === 'site' && owner === undefined) return undefined;
  const isKnown =
    kind === 'tenant'
      ? findTenant(inventory, text) !== undefined
      : kind === 'gateway'
        ? findGateway(inventory, text) !== undefined
        : owner !== undefined && findSite(owner, text) !== undefined;
  if (isKnown) return undefined;
  const names = knownNames(kind, tenant, inventory);
  const near = nearest(text, names);
  const whose = kind === 'site' ? `${tenant} has no site` : `there is no ${kind}`;
  const called = `${whose} called ${show(text)}`;
  if (near.length > 0) return { sentence: `${called}; did you mean ${either(near)}?`, meant: near };
  // A few sites can be told all; another tenant's name is nobody's business here.
  if (kind === 'site' && names.length > 0 && names.length <= 5) {
    return { sentence: `${called}; it has ${names.join(', ')}`, meant: names };
  }
  return { sentence: `${called} in the inventory; check the spelling`, meant: [] };
}
