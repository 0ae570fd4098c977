import type { Health, Verdict } from '../ports/health';
import type { Inventory } from '../world/inventory';
import { foldName, sameName } from '../ops/same-name';
import { grouped } from './grouped';
import { judgePeer, judgeTunnel, type Owner } from './judge';
import type { Part } from '../ops/reading';
import type { GatewayReading } from './reading';
import { sumUp } from './sum-up';

/** What one probe says of a gateway and all that is on it, and what it could not see. */
export interface Judgement {
  gateway: string;
  /** The gateway first, then its tenants, tunnels and peers. */
  verdicts: Verdict[];
  /** A thing of this kind that is missing may be there all the same. */
  isHidden(thing: Pick<Verdict, 'kind' | 'domain'>): boolean;
}

/** Judge a reading: causes before symptoms, and nothing healthy that was not read. */
export function judge(reading: GatewayReading, inventory: Inventory): Judgement {
  const { gateway } = reading;
  const tenants = Object.entries(inventory.tenants).filter(([, one]) => one.gateway === gateway);
  const owners = new Map(tenants.map(([name, one]) => [foldName(one.routingDomain), name]));
  const ownerOf = (domain: string): Owner => {
    const tenant = owners.get(foldName(domain));
    return { domain, ...(tenant === undefined ? {} : { tenant }) };
  };
  const tunnels = reading.tunnels.read
    ? reading.tunnels.found.map((tunnel) => ({
        tunnel,
        verdict: judgeTunnel(tunnel, ownerOf(tunnel.routingDomain)),
      }))
    : undefined;
  const own = judgeItself(reading, tunnels?.map(({ verdict }) => verdict) ?? []);
  const tenantFaults = tenants.flatMap(([name, { routingDomain }]) =>
    judgeDomain(reading, name, routingDomain),
  );
  const below = (verdict: Verdict): Verdict => {
    const isWell = verdict.health === 'healthy' || verdict.because !== undefined;
    if (isWell) return verdict;
    if (own?.health === 'down') return { ...verdict, because: own.key };
    const above = tenantFaults.find(
      (fault) => fault.health === 'down' && fault.tenant === verdict.tenant,
    );
    return above === undefined ? verdict : { ...verdict, because: above.key };
  };
  const judged = tunnels?.map(({ tunnel, verdict }) => ({ tunnel, verdict: below(verdict) }));
  // A session goes through a tunnel of its own routing domain.
  const waysIn = judged && grouped(judged, ({ tunnel }) => foldName(tunnel.routingDomain));
  const peers = [...reading.peers].flatMap(([domain, part]) =>
    part.read
      ? part.found.map((peer) => {
          const ways = waysIn && (waysIn.get(foldName(peer.routingDomain)) ?? []);
          const verdict = below(judgePeer(peer, ownerOf(domain), ways));
          const isBlind = judged === undefined && verdict.health === 'down';
          return isBlind
            ? { ...verdict, health: 'unknown' as const, because: itsKey(gateway) }
            : verdict;
        })
      : [],
  );
  const things = [...(judged?.map(({ verdict }) => verdict) ?? []), ...peers];
  const thingsOf = grouped(things, ({ tenant }) => tenant ?? '');
  const ofTenants = tenants.map(
    ([name, { routingDomain }]) =>
      tenantFaults.find((fault) => fault.name === name) ??
      sumUp(
        {
          gateway,
          tenant: name,
          domain: routingDomain,
          own,
          domainsRead: reading.domains.read,
          tunnelsRead: reading.tunnels.read,
        },
        thingsOf.get(name) ?? [],
      ),
  );
  return {
    gateway,
    verdicts: [own ?? sumUpGateway(gateway, [...ofTenants, ...things]), ...ofTenants, ...things],
    isHidden: ({ kind, domain = '' }) => {
      if (kind === 'tunnel') return !reading.tunnels.read;
      if (kind !== 'peer') return false;
      const part = [...reading.peers].find(([name]) => sameName(name, domain))?.[1];
      return part === undefined ? !reading.domains.read : !part.read;
    },
  };
}

function itsKey(gateway: string): string {
  return `gateway ${gateway}`;
}

/** A fault of the gateway as a whole, or a reading of it that failed. */
function judgeItself(reading: GatewayReading, tunnels: Verdict[]): Verdict | undefined {
  const { gateway } = reading;
  const found = { key: itsKey(gateway), kind: 'gateway', name: gateway } as const;
  const parts: [string, Part<unknown>][] = [
    ['tunnels', reading.tunnels],
    ['routing domains', reading.domains],
    ['services', reading.stopped],
    ['BGP peers', [...reading.peers.values()].find(isLost) ?? { read: true, found: [] }],
  ];
  if (reading.stopped.read && reading.stopped.found.length > 0) {
    const sentence = `${gateway} does not run ${reading.stopped.found.join(', ')}.`;
    return { ...found, health: 'down', sentence };
  }
  const failed = parts.flatMap(([what, part]) => (part.read ? [] : [{ what, part }]));
  const sentence = `${gateway} could not be read.`;
  const gone = failed.find(({ part }) => !part.reached)?.part;
  if (gone !== undefined) return { ...found, health: 'unknown', sentence, words: ended(gone.why) };
  const storm = judgeStorm(tunnels);
  if (storm !== undefined) {
    const words = `${storm} of ${gateway} are down at once: look at the gateway and its line first.`;
    const plain = `Most tunnels of ${gateway} are down at once.`;
    return { ...found, health: 'down', sentence: plain, words };
  }
  if (failed.length === 0) return undefined;
  const what = failed.map((one) => one.what).join(' and ');
  const words = `The ${what} of ${gateway} could not be read: ${ended(failed[0]?.part.why ?? '')}`;
  return { ...found, health: 'unknown', sentence, words };
}

/** It answered the first round trip, and the second one no more. */
function isLost(part: Part<unknown>): boolean {
  return !part.read && !part.reached;
}

/** When most tunnels of several tenants fail at once, it is not the tunnels (runbook S7.5). */
function judgeStorm(tunnels: Verdict[]): string | undefined {
  const wanted = tunnels.filter(({ resting }) => !resting);
  const down = wanted.filter(({ health }) => health === 'down');
  const owners = new Set(down.map(({ tenant, domain }) => tenant ?? domain));
  const isStorm = down.length >= 3 && owners.size >= 2 && down.length * 2 > wanted.length;
  return isStorm ? `${down.length} of ${wanted.length} tunnels` : undefined;
}

/** A fault of a tenant's routing domain, or of reading its peers. */
function judgeDomain(reading: GatewayReading, tenant: string, domain: string): Verdict[] {
  const { gateway } = reading;
  const found = { key: `tenant ${tenant}`, kind: 'tenant', name: tenant, tenant, domain } as const;
  if (!reading.domains.read) return [];
  const known = reading.domains.found.find(({ name }) => sameName(name, domain));
  if (known === undefined) {
    // Not brought onto the gateway yet: it has nothing there that could be down. If it had, a probe remembers that.
    const sentence = `${tenant} has no routing domain ${domain} on ${gateway}.`;
    return [{ ...found, health: 'healthy', resting: true, absent: true, sentence }];
  }
  if (known.status !== 'Enabled and Available') {
    const sentence = `The routing domain ${domain} of ${tenant} is ${known.status || 'in no known state'} on ${gateway}.`;
    const health: Health = known.status === '' ? 'unknown' : 'down';
    return [{ ...found, health, sentence }];
  }
  const peers = reading.peers.get(known.name);
  if (peers === undefined || peers.read) return [];
  return [
    {
      ...found,
      health: 'unknown',
      sentence: `The BGP peers of ${tenant} could not be read.`,
      words: `The BGP peers of ${tenant} could not be read: ${ended(peers.why)}`,
      ...(isLost(peers) ? { because: itsKey(gateway) } : {}),
    },
  ];
}

function sumUpGateway(gateway: string, all: Verdict[]): Verdict {
  const found = { key: itsKey(gateway), kind: 'gateway', name: gateway, sum: true } as const;
  const count = (health: Health) =>
    all.filter((one) => one.kind !== 'tenant' && one.health === health).length;
  const ill = all.filter(({ health }) => health === 'down' || health === 'degraded');
  if (ill.length > 0) {
    const sentence = `${gateway} works, with ${count('down')} of ${all.filter(({ kind }) => kind !== 'tenant').length} tunnels and peers down.`;
    return { ...found, health: 'degraded', sentence };
  }
  if (all.some(({ health }) => health === 'unknown')) {
    return { ...found, health: 'unknown', sentence: `Not all of ${gateway} could be read.` };
  }
  return { ...found, health: 'healthy', sentence: `${gateway} is well.` };
}

function ended(sentence: string): string {
  return /[.!?"]$/.test(sentence) ? sentence : `${sentence}.`;
}
