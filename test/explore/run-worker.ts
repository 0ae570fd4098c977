import { isFinal, type RequestState } from '../../approvals/request';
import { tick } from '../../src/workflow/due';
import { execute, readFor } from '../../src/workflow/execute';
import type { WorkerParts } from '../../src/workflow/parts';
import { reconcile } from '../../src/workflow/reconcile';
import type { Command } from '../../src/ports/shells';
import { memoryShells } from '../fakes/memory-shells';
import type { Fault } from './fault';
import { type Installation, silent } from './installation';
import { pointPort, words } from './point-ports';
import { repeatVirtually, untilDue } from './repeat-virtually';
import type { SimulatedProcess } from './simulated-process';

/** For whom a worker has a cmdlet run: the run and the process that are to blame for it. */
export interface OnBehalf {
  request: string | undefined;
  run: number | undefined;
  process: SimulatedProcess;
}

export type OnCmdlet = (by: OnBehalf, command: Command, stage: 'begins' | 'acts' | 'ends') => void;

/** One life of a worker process, at work as `roles/worker.ts` puts it to work. */
export function runWorker(
  installation: Installation,
  process: SimulatedProcess,
  onCmdlet: OnCmdlet,
): { leaveShells(): void } {
  const { machine, time, scenario } = installation;
  const processes = installation.processesOf(process.host);
  const isRemote = () => scenario.remote;
  let behalf: OnBehalf = { request: undefined, run: undefined, process };
  let struck: Fault | undefined;
  const shells = memoryShells({
    clock: time.clock,
    processes,
    machines: installation.machines,
    isRemote,
    mishap: () => {
      const fault = struck;
      struck = undefined;
      return fault?.do === 'mishap' ? fault : undefined;
    },
    onCmdlet(_target, command) {
      const by = behalf;
      return (stage) => onCmdlet(by, command, stage);
    },
  });

  /** The parts as one piece of work sees them: what it calls is called for its request. */
  function partsFor(request?: string, run?: number): WorkerParts {
    const pointed = <P extends object>(name: keyof typeof words, port: P) =>
      pointPort(process, name, port, words[name], request);
    return {
      ...installation.rest,
      store: pointed('store', installation.store),
      audit: pointed('audit', installation.audit),
      vault: pointed('vault', installation.vault),
      queue: pointed('queue', installation.queue),
      intents: pointed('intents', installation.intents),
      processes: pointed('processes', processes),
      clock: process.clock,
      log: silent,
      gateways: [machine.name],
      isRemote,
      shells: {
        ...pointed('shells', shells),
        run: (batch, options) => {
          const kind = `shells.run ${words.shells.run(batch, options)}`;
          return process.call(kind, request, (fault) => {
            behalf = { request, run, process };
            struck = fault;
            if (fault?.do === 'lag') machine.lagNext(fault.ms);
            return shells.run(batch, options);
          });
        },
        ready: (purpose) =>
          process.call(`shells.ready ${purpose}`, request, (fault) =>
            fault?.do === 'no-shell'
              ? Promise.reject(new Error('PowerShell did not start.'))
              : shells.ready(purpose),
          ),
      },
    };
  }

  /** A job of the queue: taking it and ending it are points too. */
  async function atWork(request: string, work: () => Promise<void>): Promise<void> {
    const mark = {};
    process.at.set(mark, request);
    await process.call(`queue.take ${request}`, request, async () => {});
    try {
      await work();
    } finally {
      await process.call(`queue.end ${request}`, request, async () => {});
      process.at.delete(mark);
    }
  }

  installation.queue.serve(process.clock, [machine.name], {
    change: (job) => atWork(job.request, () => execute(partsFor(job.request, job.run), job)),
    plan: (request) => atWork(request, () => readFor(partsFor(request), request)),
    read: () => Promise.reject(new Error('Nobody asks for a reading here.')),
  });
  const parts = partsFor();
  const idle = () => untilDue(installation, process);
  repeatVirtually(installation, process, 500, idle, () => tick(parts));
  const idleRound = () => (isAtWork(installation) ? 0 : 15_000);
  repeatVirtually(installation, process, 1_000, idleRound, () => reconcile(parts));
  return {
    leaveShells() {
      shells.leave();
    },
  };
}

/** Something of it is waited for that no write announces: a deadline, a lock, another try. */
function isAtWork({ records }: Installation): boolean {
  const still: RequestState[] = ['pending', 'unconfirmed', 'stuck', 'unknown'];
  return [...records.values()].some(
    ({ state, gates }) =>
      !isFinal(state) && !still.includes(state) && !(state === 'verifying' && gates.length > 0),
  );
}
