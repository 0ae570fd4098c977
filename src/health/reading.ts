import { z } from 'zod';
import { bounded, word } from '../ops/cim-fields';
import { type BgpPeer } from '../ops/bgp/bgp';
import { bgpReads, parsePeers } from '../ops/bgp/read';
import type { Attempt, ReadCommand } from '../ops/operation';
import { parseTunnels } from '../ops/s2s/read';
import type { Tunnel } from '../ops/s2s/s2s';
import type { PsValue } from '../ports/shells';

/** One part of a probe: what it found, or why it found nothing out. */
export type Part<T> =
  | { read: true; found: T }
  | {
      read: false;
      why: string;
      /** The gateway answered, with an error. */
      reached: boolean;
    };

export interface RoutingDomain {
  name: string;
  /** 'Enabled and Available' is well; anything else is said as it is. */
  status: string;
}

/** Everything that one probe of a gateway read, each part for itself (runbook S7.1). */
export interface GatewayReading {
  gateway: string;
  tunnels: Part<Tunnel[]>;
  domains: Part<RoutingDomain[]>;
  /** Windows services that do not run. */
  stopped: Part<string[]>;
  /** By routing domain, as the gateway spells it. */
  peers: ReadonlyMap<string, Part<BgpPeer[]>>;
}

/** Without these no tunnel of any tenant is up (runbook S7.1). */
const services = ['RemoteAccess', 'RasMan', 'IKEEXT', 'BFE'];

/** PowerShell's own, not of the gateway's module: the boundary must be told that it may pass. */
export const alsoRead = ['Get-Service'];

/** The first round trip. The names that it finds are what the second one asks about. */
export const firstReads: readonly ReadCommand[] = [
  { cmdlet: 'Get-VpnS2SInterface', parameters: {} },
  { cmdlet: 'Get-RemoteAccessRoutingDomain', parameters: {} },
  // Last, because it alone is not of the gateway's own module: an endpoint may not offer it.
  { cmdlet: 'Get-Service', parameters: { Name: services } },
];

const peerReads = (domain: string) =>
  bgpReads(domain).filter(({ cmdlet }) => cmdlet === 'Get-BgpPeer');

/** The second round trip: the peers of every routing domain. None when the names could not be read. */
export function secondReads(first: readonly Attempt[]): ReadCommand[] {
  return domainNames(first).flatMap(peerReads);
}

export function readingOf(
  gateway: string,
  first: readonly Attempt[],
  second: readonly Attempt[],
): GatewayReading {
  const [tunnels, domains, states] = first;
  const peers = domainNames(first).map((name, index): [string, Part<BgpPeer[]>] => [
    name,
    partOf(second[index], parsePeers),
  ]);
  return {
    gateway,
    tunnels: partOf(tunnels, parseTunnels),
    domains: partOf(domains, parseDomains),
    stopped: partOf(states, parseStopped),
    peers: new Map(peers),
  };
}

function domainNames(first: readonly Attempt[]): string[] {
  const domains = partOf(first[1], parseDomains);
  return domains.read ? domains.found.map(({ name }) => name) : [];
}

/** What cannot be understood was not read: a property that is missing must not look like good health. */
function partOf<T>(attempt: Attempt | undefined, parse: (rows: PsValue[]) => T): Part<T> {
  if (attempt === undefined) return { read: false, why: 'it was not asked.', reached: true };
  if (!attempt.read) return { read: false, why: attempt.why, reached: attempt.reached };
  try {
    return { read: true, found: parse(attempt.rows) };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const why = `its answer was not understood: ${issue?.path.join('.')} ${issue?.message}`;
    return { read: false, why, reached: true };
  }
}

const domainSchema = z
  .looseObject({ RoutingDomain: z.string(), RoutingDomainStatus: word })
  .transform(
    (row): RoutingDomain => ({ name: row.RoutingDomain, status: row.RoutingDomainStatus }),
  );

function parseDomains(rows: PsValue[]): RoutingDomain[] {
  return z.array(bounded(domainSchema)).parse(rows);
}

const serviceSchema = z.looseObject({ Name: z.string(), Status: z.union([word, z.number()]) });

/** ServiceControllerStatus.Running, as a bare number. */
const running = 4;

function parseStopped(rows: PsValue[]): string[] {
  const known = z.array(bounded(serviceSchema)).parse(rows);
  const runs = (name: string) =>
    known.some(
      (service) =>
        service.Name.toLowerCase() === name.toLowerCase() &&
        (service.Status === 'Running' || service.Status === running),
    );
  return services.filter((name) => !runs(name));
}
