import { randomUUID } from 'node:crypto';
import { firstReads, type GatewayReading, readingOf, secondReads } from '../health/reading';
import type { Attempt, ReadCommand } from '../ops/operation';
import type { GatewayShells } from '../ports/shells';
import { attemptsOf, plainCommands } from '../workflow/context';
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

  async function readAll(
    asked: readonly { target: string; commands: readonly ReadCommand[] }[],
  ): Promise<Map<string, ReturnType<typeof attemptsOf>>> {
    const batch = asked.filter(({ commands }) => commands.length > 0);
    const answers =
      batch.length === 0
        ? []
        : await shells.run(
            batch.map(({ target, commands }) => ({ target, commands: plainCommands(commands) })),
            { timeoutMs: probeTimeoutMs, purpose: 'read' },
          );
    return new Map(
      asked.map(({ target, commands }) => {
        const answer = answers.find((one) => one.target === target);
        return [target, commands.length === 0 ? [] : attemptsOf(target, commands, answer)];
      }),
    );
  }

  async function probe(gateways: readonly string[]): Promise<void> {
    const began = parts.clock.wall();
    const first = await readAll(gateways.map((target) => ({ target, commands: firstReads })));
    const named = gateways.map((target) => ({
      target,
      commands: secondReads(first.get(target) ?? []),
    }));
    const second = await readAll(named);
    for (const gateway of gateways) {
      const reading = readingOf(gateway, first.get(gateway) ?? [], second.get(gateway) ?? []);
      if (isSilent(reading)) silent.add(gateway);
      else silent.delete(gateway);
      try {
        await noteProbe(parts, reading, began);
      } catch (error) {
        log.warn({ gateway, err: error }, 'a probe was not noted; the next one is');
      }
    }
    if (gateways.every((gateway) => wasNotSent(first.get(gateway)))) await makeWay(gateways);
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
function wasNotSent(attempts: readonly Attempt[] = []): boolean {
  return attempts.every((one) => !one.read && ['refused', 'died'].includes(one.errorId));
}

function isSilent({ tunnels }: GatewayReading): boolean {
  return !tunnels.read && !tunnels.reached;
}
