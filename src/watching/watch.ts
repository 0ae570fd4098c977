import { randomUUID } from 'node:crypto';
import { type GatewayReading, peerReadings, probeReadings, readingOf } from '../health/reading';
import type { Part, World } from '../ops/reading';
import type { GatewayShells } from '../ports/shells';
import { readWorlds } from '../workflow/read-world';
import { findGateway } from '../world/inventory';
import { noteProbe } from './note-probe';
import type { WorkerParts } from '../workflow/parts';

export interface Watch {
  /** Begin a probe of every gateway that is this worker's to probe and is not being probed. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Watch the gateways that this worker serves, one worker at a time for each. All are begun together in one batch;
 * those that did not answer lately are in one of their own, so that they never hold up the others.
 * @param shells its own, so that a sweep stands in nobody's way and its failures are not held against people's readings
 */
export function createWatch(parts: WorkerParts, shells: GatewayShells): Watch {
  const { health, log, settings } = parts;
  const { leadMs, probeTimeoutMs } = settings.watch;
  const worker = randomUUID();
  const underWay = new Map<string, Promise<void>>();
  const silent = new Set<string>();
  /** Left to other workers until then, on the clock of this process. */
  const leftUntil = new Map<string, number>();

  const machineOf = (name: string) => {
    const gateway = findGateway(parts.inventory, name);
    if (gateway === undefined) throw new Error(`${name} is watched and not in the inventory.`);
    return gateway;
  };

  async function probe(gateways: readonly string[]): Promise<void> {
    const began = parts.clock.wall();
    const first = await readWorlds(
      shells,
      gateways.map((name) => ({ machine: machineOf(name), readings: probeReadings })),
      probeTimeoutMs,
    );
    const named = first.map((found, at) => ({
      machine: machineOf(gateways[at] ?? ''),
      readings: peerReadings(found),
    }));
    const second = await readWorlds(shells, named, probeTimeoutMs);
    for (const [at, found] of first.entries()) {
      const gateway = gateways[at] ?? '';
      const reading = readingOf(gateway, found, second[at] ?? { domains: [] });
      if (isSilent(reading)) silent.add(gateway);
      else silent.delete(gateway);
      try {
        await noteProbe(parts, reading, began);
      } catch (error) {
        log.warn({ gateway, err: error }, 'a probe was not noted; the next one is');
      }
    }
    if (first.every(wasNotSent)) await makeWay(gateways);
  }

  /** A worker that cannot read any gateway must not keep those from them that can. */
  async function makeWay(gateways: readonly string[]): Promise<void> {
    const problem = await shells.ready('read').then(
      () => undefined,
      (error: unknown) => error,
    );
    if (problem === undefined) return;
    log.error({ gateways, err: problem }, 'PowerShell does not start here; others may watch');
    for (const gateway of gateways) {
      leftUntil.set(gateway, performance.now() + leadMs);
      await health.resign(gateway, worker);
    }
  }

  function begin(gateways: readonly string[]): void {
    if (gateways.length === 0) return;
    const work = probe(gateways)
      .catch((error: unknown) => log.warn({ gateways, err: error }, 'a probe failed'))
      .finally(() => {
        for (const gateway of gateways) underWay.delete(gateway);
      });
    for (const gateway of gateways) underWay.set(gateway, work);
  }

  return {
    async sweep() {
      const mine: string[] = [];
      for (const gateway of parts.gateways) {
        if (performance.now() < (leftUntil.get(gateway) ?? 0)) continue;
        const leads = await health.lead(gateway, worker, leadMs);
        if (leads && !underWay.has(gateway)) mine.push(gateway);
      }
      begin(mine.filter((gateway) => !silent.has(gateway)));
      begin(mine.filter((gateway) => silent.has(gateway)));
    },
    async stop() {
      await Promise.all(underWay.values());
      await Promise.all(parts.gateways.map((gateway) => health.resign(gateway, worker)));
    },
  };
}

/** That is the boundary's doing, on this machine: nothing was asked of the gateway. */
function wasNotSent(probe: World<typeof probeReadings>): boolean {
  return Object.values(probe).every(
    (part: Part<unknown>) => !part.read && ['refused', 'died'].includes(part.errorId),
  );
}

function isSilent({ tunnels }: GatewayReading): boolean {
  return !tunnels.read && !tunnels.reached;
}
