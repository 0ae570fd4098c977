import { notServed } from '../../src/errors';
import type { Clock } from '../../src/ports/clock';
import type { ChangeQueue, ReadAnswer, ReadJob, WorkerHandlers } from '../../src/ports/queue';
import { createJobList, type Job } from './memory-jobs';

export interface QueueTimings {
  /** So long a job is a dead worker's still. */
  lockMs: number;
  /** So often what is not renewed is looked for. */
  stalledMs: number;
}

interface Server {
  serves: readonly string[];
  handlers: WorkerHandlers;
  /** Something may have come in. */
  wake(): void;
}

/** The queues of one installation, and the way in for workers. */
export interface MemoryQueue extends ChangeQueue {
  /**
   * Work for these gateways until `close`. All waiting is done on the worker's own clock, so that one that stands
   * still neither takes work nor renews its locks.
   */
  serve(
    clock: Clock,
    gateways: readonly string[],
    handlers: WorkerHandlers,
  ): { close(): Promise<void> };
}

/** As BullMQ does it: one job for each id, one change at a time on a gateway, and never a second try of a change. */
export function memoryQueue(
  time: Clock,
  timings: QueueTimings,
  /** Called when something came in or ended. */
  onStir: () => void = () => {},
): MemoryQueue {
  const { wall } = time;
  const changes = createJobList<{ request: string; run: number }>(1, 0);
  const readings = createJobList<{ request: string }>(4, 1);
  const servers = new Set<Server>();
  const wakeAll = () => {
    onStir();
    for (const server of servers) server.wake();
  };

  function serve(clock: Clock, gateways: readonly string[], handlers: WorkerHandlers) {
    let closed = false;
    let wake = () => {};
    const server: Server = { serves: gateways, handlers, wake: () => wake() };
    servers.add(server);
    const mine = new Set<Job<unknown>>();
    const underWay = new Set<Promise<void>>();

    async function work<T>(
      list: typeof changes | typeof readings,
      job: Job<T>,
      call: () => Promise<void>,
    ) {
      mine.add(job);
      let failed = false;
      try {
        await call();
      } catch {
        failed = true;
      }
      mine.delete(job);
      const again = list.end(job as never, failed);
      wakeAll();
      if (again !== undefined) {
        await time.sleep(again);
        list.ready(job as never);
        wakeAll();
      }
    }

    function begin(): void {
      for (const gateway of gateways) {
        const change = changes.take(gateway, wall() + timings.lockMs);
        if (change) track(work(changes, change, () => handlers.change(change.data)));
        for (;;) {
          const reading = readings.take(gateway, wall() + timings.lockMs);
          if (!reading) break;
          track(work(readings, reading, () => handlers.plan(reading.data.request)));
        }
      }
    }

    function track(work: Promise<void>): void {
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    }

    async function takeWork() {
      while (!closed) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        begin();
        await woken;
        await clock.sleep(1);
      }
    }

    async function keepLocks() {
      while (!closed) {
        await clock.sleep(timings.stalledMs);
        for (const job of mine) job.lockedUntil = renewed(job);
        const gaveUp = [changes.giveUpStalled(wall()), readings.giveUpStalled(wall())];
        if (gaveUp.includes(true)) wakeAll();
      }
    }

    /** A lock that has lapsed is not had back. */
    const renewed = (job: Job<unknown>) =>
      job.lockedUntil >= wall() ? wall() + timings.lockMs : job.lockedUntil;

    void takeWork();
    void keepLocks();
    return {
      async close() {
        closed = true;
        servers.delete(server);
        wake();
        await Promise.all(underWay);
      },
    };
  }

  const servedBy = (gateway: string) =>
    [...servers].filter(({ serves }) => serves.includes(gateway));

  return {
    serve,
    async enqueueChange(gateway, request, run) {
      changes.add(gateway, `${request}-${run}`, { request, run });
      wakeAll();
    },
    hasChange: async (gateway, request, run) => changes.has(gateway, `${request}-${run}`),
    async enqueuePlan(gateway, request) {
      readings.addLatest(gateway, request, { request });
      wakeAll();
    },
    async ask(gateway: string, job: ReadJob): Promise<ReadAnswer> {
      const [first] = servedBy(gateway);
      if (first === undefined) {
        throw notServed(gateway);
      }
      return first.handlers.read(job);
    },
    servedBy: async (gateway) => servedBy(gateway).length,
    close: async () => {},
  };
}
