import { parseArgs } from '../../src/commands/parse-args';
import type { DraftPlan, SecretRef, State } from '../../approvals/plan';
import {
  findGateway,
  findTenant,
  type Inventory,
  inventorySchema,
} from '../../src/world/inventory';
import { operations } from '../../src/ops/catalog';
import type { ChangeOperation } from '../../src/ops/operation';
import { callsOf, worldOf } from '../../src/ops/reading';
import type { Command, PsValue } from '../../src/ports/shells';
import { answerAt, type AtWork, completeAt, gateAt, lookAt, planAt, stateAt } from './at-work';

/* Operations on readings as a gateway gave them: no PowerShell, and rows that no simulator would give. */

type Row = Record<string, PsValue>;
type Texts = Record<string, string>;

export const key: SecretRef = { secret: 'a'.repeat(32), origin: 'made' };

export const tunnelRow = (name: string, more: Row = {}): Row => ({
  Name: name,
  RoutingDomain: 'Contoso',
  Destination: ['198.51.100.130'],
  IPv4Subnet: ['10.2.0.0/24:100'],
  IPv6Subnet: null,
  AuthenticationMethod: 'PSKOnly',
  AdminStatus: true,
  Persistent: true,
  ConnectionState: 'Connected',
  LastError: 0,
  UnReachabilityReasons: '',
  EnableQoS: 'Disabled',
  TxBandwidthKbps: 0,
  RxBandwidthKbps: 0,
  ...more,
});

export const domainRow = (name: string, more: Row = {}): Row => ({
  RoutingDomain: name,
  RoutingDomainStatus: 'Enabled and Available',
  VpnS2SStatus: 'Enabled',
  ...more,
});

export const routerRow = (domain: string, more: Row = {}): Row => ({
  RoutingDomain: domain,
  BgpIdentifier: '10.10.254.2',
  LocalASN: 65_010,
  IPv6Routing: 'Disabled',
  TransitRouting: 'Disabled',
  PeerName: null,
  PolicyName: null,
  ...more,
});

export const peerRow = (name: string, more: Row = {}): Row => ({
  PeerName: name,
  RoutingDomain: 'Contoso',
  LocalIPAddress: '10.10.254.2',
  PeerIPAddress: '10.2.0.1',
  LocalASN: 65_010,
  PeerASN: 65_110,
  ConnectivityStatus: 'Connected',
  OperationMode: 'Mixed',
  PeeringMode: 'Automatic',
  HoldTimeSec: 180,
  IdleHoldTimeSec: 5,
  Weight: 32_768,
  MaxAllowedPrefix: null,
  IngressPolicyList: null,
  EgressPolicyList: null,
  ...more,
});

const tenantOf = (routingDomain: string, digit: string, sites: object) => ({
  gateway: 'gw1',
  routingDomain,
  routingDomainId: `{0000000${digit}-0000-4000-8000-000000000000}`,
  isolation: 'hnv',
  sites,
});

/** contoso with two sites and fabrikam with one, each under the routing domain that a test gives it. */
export const inventoryOf = (domains: { contoso?: string; fabrikam?: string } = {}): Inventory =>
  inventorySchema.parse({
    gateways: { gw1: { version: '2012r2', target: {} } },
    tenants: {
      contoso: tenantOf(domains.contoso ?? 'Contoso', '1', {
        hq: { destination: '203.0.113.7', subnets: ['10.1.0.0/24'] },
        branch: { destination: '198.51.100.130', subnets: ['10.2.0.0/24'] },
      }),
      fabrikam: tenantOf(domains.fabrikam ?? 'Fabrikam', '2', {
        plant: { destination: '198.51.100.140', subnets: ['10.50.0.0/16'] },
      }),
    },
  });

/** What gw1 answers, by cmdlet; what is not said is empty. */
export type Recorded = Record<string, Row[]>;

export const asUsual: Recorded = {
  'Get-VpnS2SInterface': [tunnelRow('contoso-branch')],
  'Get-RemoteAccessRoutingDomain': [domainRow('Contoso'), domainRow('Fabrikam')],
  'Get-VpnServerConfiguration': [{ Ikev2Ports: 128 }],
};

/** One tenant's operations on what gw1 reads; a test changes `rows` as the gateway would change. */
export interface Gateway {
  rows: Recorded;
  plan(name: string, texts: Texts): Promise<DraftPlan>;
  observe(name: string, texts: Texts): Promise<State>;
  complete(name: string, texts: Texts): Promise<unknown>;
  gate(name: string, texts: Texts): Promise<{ held: boolean; sentence: string }>;
  ending(name: string, texts: Texts): Promise<string | undefined>;
  answer(name: string, texts: Texts): Promise<string>;
  inverse(name: string, texts: Texts): Promise<ReturnType<NonNullable<ChangeOperation['inverse']>>>;
}

/** gw1 with the given answers, seen by contoso's engineers. */
export function recorded(rows: Recorded = {}, inventory = inventoryOf()): Gateway {
  const gateway: Gateway = {
    rows: { ...asUsual, ...rows },
    plan: async (name, texts) => planAt(here(), find(name), valuesOf(name, texts)),
    observe: async (name, texts) => stateAt(here(), find(name), valuesOf(name, texts)),
    complete: async (name, texts) => completeAt(here(), find(name), texts),
    gate: async (name, texts) => gateAt(here(), find(name), valuesOf(name, texts)),
    ending: async (name, texts) =>
      (await lookAt(here(), find(name), valuesOf(name, texts))).ending(),
    answer: async (name, texts) =>
      JSON.stringify(await answerAt(here(), find(name), valuesOf(name, texts))),
    async inverse(name, texts) {
      const plan = { ...(await gateway.plan(name, texts)), gateway: 'gw1', fingerprint: 'x' };
      return change(name).inverse?.(valuesOf(name, texts), plan);
    },
  };
  const here = () => recordedAt(gateway.rows, inventory, 'contoso');
  return gateway;
}

/** gw1 as an operation meets it there, with these answers. */
export function recordedAt(rows: Recorded, inventory: Inventory, tenant?: string): AtWork {
  const gw1 = findGateway(inventory, 'gw1');
  if (gw1 === undefined) throw new Error('gw1 is in every inventory here');
  const answer = ({ cmdlet, parameters }: Command): Row[] => {
    const domain = parameters['RoutingDomain'];
    return (rows[cmdlet] ?? asUsual[cmdlet] ?? []).filter(
      (row) =>
        typeof domain !== 'string' ||
        typeof row['RoutingDomain'] !== 'string' ||
        row['RoutingDomain'].toLowerCase() === domain.toLowerCase(),
    );
  };
  const owner = tenant === undefined ? undefined : findTenant(inventory, tenant);
  return {
    about: { gateway: gw1, tenant: owner, inventory },
    read: async (readings) => {
      const attempts = callsOf(readings).map((call) => ({
        read: true as const,
        found: answer(call),
      }));
      return worldOf(readings, 'gw1', attempts, ({ cmdlet }) => new Error(`${cmdlet} failed`));
    },
  };
}

function find(name: string) {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

function change(name: string): ChangeOperation {
  const found = find(name);
  if (found.kind !== 'change') throw new Error(`${name} changes nothing`);
  return found;
}

function valuesOf(name: string, texts: Texts): never {
  const { args } = find(name);
  const secrets = args['psk'] === undefined ? {} : { psk: key };
  return parseArgs(args, texts, secrets) as never;
}
