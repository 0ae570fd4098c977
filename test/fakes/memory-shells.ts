import type {
  BatchOptions,
  Clock,
  Command,
  CommandResult,
  GatewayShells,
  ShellIdentity,
  TargetAnswer,
} from '../../src/ports';
import { MachineError, type MemoryMachine } from './memory-machine';
import type { MemoryProcesses, ShellProcess } from './memory-processes';

/** How one cmdlet goes, other than well. */
export type Mishap =
  /** Never sent. */
  | { how: 'refused' | 'unreachable' }
  /** It answers with an error, and does nothing. */
  | { how: 'error' }
  /** No answer in time; it takes effect so late, in milliseconds from its beginning, or not at all. */
  | { how: 'timeout'; effectAfterMs?: number }
  /** The answer is lost at once; a session's far side goes on all the same. */
  | { how: 'died'; effectAfterMs?: number };

export interface ShellsOptions {
  /** The machines' own time: what was sent goes on, whoever waits for it. */
  clock: Clock;
  processes: MemoryProcesses;
  machines: ReadonlyMap<string, MemoryMachine>;
  isRemote(target: string): boolean;
  /** Asked before every command. */
  mishap?(target: string, command: Command): Mishap | undefined;
  /** A changing cmdlet is about to begin on a machine: who wants to hear how it goes there? */
  onCmdlet?(target: string, command: Command): (stage: 'begins' | 'acts' | 'ends') => void;
  readMs?: number;
  changeMs?: number;
}

type Ended = { results: CommandResult[] } & Pick<TargetAnswer, 'outcome'>;

/** The shells of one worker, over machines in memory. */
export function memoryShells(options: ShellsOptions): GatewayShells {
  const { clock, processes, machines, readMs = 40, changeMs = 300 } = options;
  const current: Partial<Record<BatchOptions['purpose'], ShellProcess>> = {};

  function processFor(purpose: BatchOptions['purpose']): ShellProcess {
    const known = current[purpose];
    if (known?.alive) return known;
    const made = processes.start(clock.wall());
    current[purpose] = made;
    return made;
  }

  async function runOne(
    shell: ShellProcess,
    target: string,
    command: Command,
    { purpose, timeoutMs }: BatchOptions,
  ): Promise<Ended> {
    const machine = machines.get(target);
    const mishap = options.mishap?.(target, command);
    if (machine === undefined || mishap?.how === 'refused') return unsent('refused');
    if (machine.isAway() || mishap?.how === 'unreachable') return unsent('unreachable');
    if (mishap?.how === 'error') {
      const tell = purpose === 'change' ? options.onCmdlet?.(target, command) : undefined;
      tell?.('begins');
      tell?.('ends');
      return answered(failure(new MachineError('1,Any', `${command.cmdlet} failed.`)));
    }
    const tookMs = purpose === 'change' ? changeMs : readMs;
    const lost = mishap?.how === 'timeout' || mishap?.how === 'died' ? mishap : undefined;
    const effectMs = lost === undefined ? tookMs / 2 : atMost(lost.effectAfterMs, timeoutMs);
    const far = options.isRemote(target);
    const answerMs = lost === undefined ? tookMs : lost.how === 'timeout' ? timeoutMs : 50;
    const result = onMachine(shell, machine, command, {
      purpose,
      effectMs,
      far,
      endMs: lost === undefined ? tookMs : Math.min(timeoutMs, (effectMs ?? timeoutMs) + 50),
    });
    await Promise.race([clock.sleep(answerMs), shell.gone]);
    if (lost !== undefined) {
      // What does not answer is killed with its tree; a far side does not notice.
      processes.kill(shell);
      return { outcome: lost.how, results: [] };
    }
    return shell.killed ? { outcome: 'died', results: [] } : answered(await result);
  }

  /** What happens on the machine, whether or not anybody still waits for it. */
  async function onMachine(
    shell: ShellProcess,
    machine: MemoryMachine,
    command: Command,
    at: { purpose: string; effectMs: number | undefined; endMs: number; far: boolean },
  ): Promise<CommandResult> {
    const tell =
      (at.purpose === 'change' && options.onCmdlet?.(machine.name, command)) || (() => {});
    const isOver = () => shell.killed && !at.far;
    shell.busy += 1;
    tell('begins');
    let result = success([]);
    if (at.effectMs !== undefined) {
      await Promise.race([clock.sleep(at.effectMs), ...(at.far ? [] : [shell.gone])]);
      if (!isOver()) {
        try {
          result = success(machine.perform(command));
          tell('acts');
        } catch (error) {
          if (!(error instanceof MachineError)) throw error;
          result = failure(error);
        }
      }
    }
    const rest = at.endMs - (at.effectMs ?? 0);
    await Promise.race([clock.sleep(rest), ...(at.far ? [] : [shell.gone])]);
    tell('ends');
    shell.busy -= 1;
    processes.letGo(shell);
    return result;
  }

  return {
    async run(batch, runOptions) {
      const { on, purpose } = runOptions;
      const shell = processFor(purpose);
      return Promise.all(
        batch.map(async ({ target, commands }): Promise<TargetAnswer> => {
          if (on !== undefined && !isSame(on, shell.identity)) {
            return { target, message: 'its shell is gone', ...unsent('refused') };
          }
          const results: CommandResult[] = [];
          for (const command of commands) {
            const ended = await runOne(shell, target, command, runOptions);
            if (ended.outcome !== 'answered') {
              return { target, outcome: ended.outcome, message: sayings[ended.outcome], results };
            }
            results.push(...ended.results);
          }
          return { target, outcome: 'answered', results };
        }),
      );
    },
    ready: async (purpose) => processFor(purpose).identity,
    async close() {
      for (const shell of Object.values(current)) processes.leave(shell);
    },
  };
}

const sayings = {
  refused: 'it was not sent',
  unreachable: 'no session could be opened',
  timeout: 'it did not answer in time',
  died: 'the session was lost',
};

function unsent(outcome: 'refused' | 'unreachable') {
  return { outcome, results: [] as CommandResult[] };
}

function answered(result: CommandResult): Ended {
  return { outcome: 'answered', results: [result] };
}

function success(output: CommandResult['output']): CommandResult {
  return { output, errors: [], warnings: [], durationMs: 0 };
}

function failure(error: MachineError): CommandResult {
  return { ...success([]), errors: [error.record] };
}

function isSame(a: ShellIdentity, b: ShellIdentity): boolean {
  return a.host === b.host && a.pid === b.pid && a.startedAt === b.startedAt;
}

/** Nothing takes effect after its deadline: the far side keeps it too. */
function atMost(ms: number | undefined, limit: number): number | undefined {
  return ms === undefined ? undefined : Math.min(ms, limit - 1);
}
