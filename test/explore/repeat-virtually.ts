import type { Installation } from './installation';
import type { SimulatedProcess } from './simulated-process';

/**
 * As `repeat` of the product, on a process's own clock. A failure is tried again.
 * @param idleMs how long nothing can come of another round unless something is written meanwhile
 */
export function repeatVirtually(
  { nextStir }: Installation,
  process: SimulatedProcess,
  everyMs: number,
  idleMs: () => number,
  work: () => Promise<void>,
): void {
  const round = async () => {
    for (;;) {
      try {
        await work();
      } catch {
        // The next round tries again.
      }
      const idle = idleMs();
      if (idle > everyMs) await nextStir(idle - everyMs);
      await process.clock.sleep(everyMs);
    }
  };
  void round();
}

/** So often everything is looked at all the same: a claim may have lapsed, a deadline passed. */
const restlessMs = 15_000;

/** Until the next due time of any request. */
export function untilDue({ records }: Installation, process: SimulatedProcess): number {
  const now = process.clock.now();
  const times = [...records.values()].flatMap(({ due }) => Object.values(due));
  return Math.min(restlessMs, ...times.map((at) => at - now).filter((ms) => ms > 0));
}
