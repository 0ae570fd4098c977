import { z } from 'zod';
import type { BgpPeer } from '../ops/bgp/bgp';
import { everyPeerOf } from '../ops/bgp/read';
import { word } from '../ops/cim-fields';
import { type Part, type Reading, tried, type World } from '../ops/reading';
import { everyRow } from '../ops/rows';
import { everyTunnel } from '../ops/s2s/read';
import type { Tunnel } from '../ops/s2s/s2s';

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

const domainSchema = z
  .looseObject({ RoutingDomain: z.string(), RoutingDomainStatus: word })
  .transform(
    (row): RoutingDomain => ({ name: row.RoutingDomain, status: row.RoutingDomainStatus }),
  );

const everyDomain: Reading<RoutingDomain[]> = {
  cmdlet: 'Get-RemoteAccessRoutingDomain',
  parameters: {},
  as: (rows, gateway) =>
    everyRow(domainSchema, rows, { gateway, cmdlet: 'Get-RemoteAccessRoutingDomain' }),
};

const serviceSchema = z.looseObject({ Name: z.string(), Status: z.union([word, z.number()]) });

/** ServiceControllerStatus.Running, as a bare number. */
const running = 4;

const stoppedServices: Reading<string[]> = {
  cmdlet: 'Get-Service',
  parameters: { Name: services },
  as(rows, gateway) {
    const known = everyRow(serviceSchema, rows, { gateway, cmdlet: 'Get-Service' });
    const runs = (name: string) =>
      known.some(
        (service) =>
          service.Name.toLowerCase() === name.toLowerCase() &&
          (service.Status === 'Running' || service.Status === running),
      );
    return services.filter((name) => !runs(name));
  },
};

/** The first round trip. The names that it finds are what the second one asks about. */
export const probeReadings = {
  tunnels: tried(everyTunnel),
  domains: tried(everyDomain),
  // Last, because it alone is not of the gateway's own module: an endpoint may not offer it.
  stopped: tried(stoppedServices),
};

type Probe = World<typeof probeReadings>;

/** The second round trip: the peers of every routing domain. None when the names could not be read. */
export function peerReadings({ domains }: Probe) {
  const named = domains.read ? domains.found : [];
  return { domains: named.map(({ name }) => ({ peers: tried(everyPeerOf(name)) })) };
}

/** What both round trips found. */
export function readingOf(
  gateway: string,
  { tunnels, domains, stopped }: Probe,
  second: World<ReturnType<typeof peerReadings>>,
): GatewayReading {
  const named = domains.read ? domains.found : [];
  const peers = named.map(({ name }, at): [string, Part<BgpPeer[]>] => [
    name,
    second.domains[at]?.peers ?? notAsked,
  ]);
  return { gateway, tunnels, domains, stopped, peers: new Map(peers) };
}

const notAsked = { read: false, why: 'it was not asked.', reached: true, errorId: '' } as const;
