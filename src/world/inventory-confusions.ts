/* What a copied line of the inventory would confuse: the names and addresses of machines, the domains of tenants. */

type Target = Record<string, unknown>;

interface Written {
  gateways: Record<string, { target: Target; hosts: Record<string, Target> }>;
  tenants: Record<string, { gateway: string; routingDomain: string; routingDomainId: string }>;
}

export interface Confusion {
  path: string[];
  message: string;
  input: unknown;
}

interface Machine {
  name: string;
  path: string[];
  target: Target;
  /** The gateway that it is a host of. */
  host?: string;
}

/** Where two machines would be taken for one another: each command names its machine, and must reach that one. */
export function confusedMachines({ gateways }: Written): Confusion[] {
  const found: Confusion[] = [];
  const named = new Map<string, Machine>();
  const reached = new Map<string, string>();
  // Gateways first, so that it is the host that is told to have another name.
  for (const machine of [...gatewaysOf(gateways), ...hostsOf(gateways)]) {
    const { name, path, target } = machine;
    const other = named.get(name);
    const message = other && confusionOfNames(machine, other);
    if (message !== undefined) found.push({ path, message, input: target });
    if (other !== undefined) continue;
    named.set(name, machine);
    const address = addressOf(target);
    const there = address && reached.get(address);
    if (address !== undefined) reached.set(address, there ?? name);
    if (there === undefined) continue;
    const at = `${there} is at ${String(target['host'])} already`;
    found.push({ path, message: `${at}: commands for ${name} would go to it`, input: target });
  }
  return found;
}

function gatewaysOf(gateways: Written['gateways']): Machine[] {
  return Object.entries(gateways).map(([name, { target }]) => {
    return { name, path: ['gateways', name, 'target'], target };
  });
}

function hostsOf(gateways: Written['gateways']): Machine[] {
  return Object.entries(gateways).flatMap(([gateway, { hosts }]) =>
    Object.entries(hosts).map(([name, target]) => {
      return { name, path: ['gateways', gateway, 'hosts', name], target, host: gateway };
    }),
  );
}

/** One host may carry several gateways: it is written with each of them, and alike. */
function confusionOfNames({ name, target }: Machine, other: Machine): string | undefined {
  const own = 'every machine needs a name of its own';
  if (other.host === undefined) return `a gateway is called ${name} too: ${own}`;
  if (textOf(target) === textOf(other.target)) return undefined;
  return `${name} is a host of ${other.host} already, and is reached otherwise there: ${own}`;
}

function textOf(target: Target): string {
  return JSON.stringify(Object.entries(target).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Undefined for a machine that is reached without a network. One sshd may lead on to several, by subsystem. */
function addressOf({ host, port, subsystem }: Target): string | undefined {
  if (typeof host !== 'string') return undefined;
  return JSON.stringify([host.toLowerCase(), port ?? null, subsystem ?? null]);
}

/** Where two tenants would be one on their gateway, which knows them by their routing domains alone. */
export function confusedTenants({ tenants }: Written): Confusion[] {
  const owners = new Map<string, string>();
  return Object.entries(tenants).flatMap(([name, tenant]) =>
    (['routingDomain', 'routingDomainId'] as const).flatMap((field): Confusion[] => {
      const input = tenant[field];
      const key = JSON.stringify([tenant.gateway, field, input.toLowerCase()]);
      const owner = owners.get(key);
      owners.set(key, owner ?? name);
      if (owner === undefined) return [];
      const whose = `${input} is the routing domain of ${owner} on ${tenant.gateway} already`;
      const message = `${whose}: one tenant would change the other`;
      return [{ path: ['tenants', name, field], message, input }];
    }),
  );
}
