import { canonicalLine } from '../../src/commands/canonical-line';
import type { Declared } from '../../src/commands/declared';
import { type ParsedLine, readLine } from '../../src/commands/grammar';
import { findVerb } from '../../src/commands/lookup';
import { readArgs } from '../../src/commands/read-args';
import { verbs } from '../../src/commands/verbs';
import { UserError } from '../../src/errors';
import { type Inventory, inventorySchema } from '../../src/world/inventory';
import { address } from '../../src/ops/args/address';
import { choice } from '../../src/ops/args/choice';
import { flag } from '../../src/ops/args/flag';
import { integer } from '../../src/ops/args/integer';
import { gateway, site, tenant } from '../../src/ops/args/name';
import { secret } from '../../src/ops/args/secret';
import { subnets } from '../../src/ops/args/subnets';
import { text } from '../../src/ops/args/text';

/* Enough operations and inventory to try the language on, without the real ones. */

export const addTunnel = {
  name: 'add-s2s',
  kind: 'change',
  risk: 'tenant',
  summary: 'Create a site-to-site tunnel for a tenant',
  args: {
    tenant: tenant(),
    site: site(),
    destination: address({ optional: true, label: 'Far end' }),
    subnets: subnets({ optional: true }),
    psk: secret({ makeable: true }),
    persistent: flag(),
    note: text({ max: 200 }, { optional: true }),
  },
  examples: ['add-s2s tenant=contoso site=hq'],
} satisfies Declared;

export const setTunnel = {
  name: 'set-s2s',
  kind: 'change',
  risk: 'tenant',
  summary: 'Change a tunnel',
  args: {
    tenant: tenant(),
    site: site(),
    cipher: choice(['AES128', 'AES256'], { optional: true }),
    limit: integer({ min: 1, max: 100_000, unit: 'kbps' }, { optional: true }),
    persistent: flag({ threeWay: true }),
  },
  examples: ['set-s2s tenant=contoso site=branch limit=512'],
} satisfies Declared;

const one = { tenant: tenant(), site: site() };

export const operations: Declared[] = [
  addTunnel,
  setTunnel,
  {
    name: 'remove-s2s',
    kind: 'change',
    risk: 'tenant',
    summary: 'Remove a tunnel',
    args: one,
    examples: [],
  },
  {
    name: 'list-s2s',
    kind: 'query',
    risk: 'none',
    summary: 'List tunnels',
    args: { tenant: tenant({ optional: true }) },
    examples: ['list-s2s'],
  },
  {
    name: 'rotate-psk',
    kind: 'change',
    risk: 'tenant',
    summary: 'Give a tunnel a new key',
    args: { ...one, psk: secret({ makeable: false }) },
    examples: [],
  },
  {
    name: 'show-bgp-peer',
    kind: 'query',
    risk: 'none',
    summary: 'Show a BGP peer',
    args: one,
    examples: [],
  },
  {
    name: 'restart-gateway',
    kind: 'change',
    risk: 'gateway',
    summary: 'Restart a gateway',
    args: { gateway: gateway() },
    examples: ['restart-gateway gateway=gw1'],
  },
];

export const everything: Declared[] = [...verbs, ...operations];

const common = { gateway: 'gw1', isolation: 'hnv' };
const guid = (digit: string) => `{${digit.repeat(8)}-0000-0000-0000-000000000000}`;

export const inventory: Inventory = inventorySchema.parse({
  gateways: {
    gw1: { version: '2012r2', target: {} },
    gw2: { version: '2022', target: {} },
  },
  tenants: {
    contoso: {
      ...common,
      routingDomain: 'ContosoRD',
      routingDomainId: guid('1'),
      channels: ['contoso'],
      sites: { hq: { destination: '203.0.113.7', subnets: ['10.1.0.0/24'] }, branch: {} },
    },
    fabrikam: { ...common, routingDomain: 'FabrikamRD', routingDomainId: guid('2'), sites: {} },
  },
});

export interface Understood {
  of: Declared;
  line: ParsedLine;
  given: Record<string, string>;
  missing: string[];
  /** The line that says the same. */
  canonical: string;
}

export function understand(typed: string, channel?: string): Understood {
  return interpret(readLine(typed), channel);
}

export function interpret(line: ParsedLine, channel?: string): Understood {
  const of = findVerb(line, everything);
  const { given, missing } = readArgs(of, line, { inventory, channel });
  return { of, line, given, missing, canonical: canonicalLine(of.name, of.args, given) };
}

/** The refusal of something that must be refused. */
export function refusalOf(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
