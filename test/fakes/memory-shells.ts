import type { Clock } from '../../src/ports/clock';
import type {
  BatchOptions,
  Command,
  CommandResult,
  GatewayShells,
  ShellIdentity,
  TargetAnswer,
} from '../../src/ports/shells';
import { type Course, courseOf, type Mishap } from './course-of-cmdlet';
import { MachineError, type MemoryMachine } from './memory-machine';
import type { MemoryProcesses, ShellProcess } from './memory-processes';

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
  /** How long a cmdlet takes that goes well, in milliseconds. */
  takesMs?(command: Command, purpose: BatchOptions['purpose']): number;
}

export interface MemoryShells extends GatewayShells {
  /** The worker has died: each process finishes what it is at, and ends. */
  leave(): void;
}

/** One call, as each of its commands sees it. */
interface Call extends BatchOptions {
  shell: ShellProcess;
  giveUpAt: number;
  /** Resolves when the caller gives up. */
  cancelled: Promise<void>;
}

type Ended = { results: CommandResult[] } & Pick<TargetAnswer, 'outcome'>;

/** The shells of one worker, over machines in memory. */
export function memoryShells(options: ShellsOptions): MemoryShells {
  const { clock, processes, machines, takesMs = ordinaryMs } = options;
  const current: Partial<Record<BatchOptions['purpose'], ShellProcess>> = {};
  let closed = false;

  function processFor(purpose: BatchOptions['purpose']): ShellProcess {
    const known = current[purpose];
    if (known?.alive) return known;
    const made = processes.start(clock.wall());
    current[purpose] = made;
    return made;
  }

  async function runOne(call: Call, machine: MemoryMachine, command: Command): Promise<Ended> {
    const { shell, purpose } = call;
    const mishap = options.mishap?.(machine.name, command);
    if (mishap?.how === 'refused') return { outcome: 'refused', results: [] };
    if (machine.isAway() || mishap?.how === 'unreachable') {
      return { outcome: 'unreachable', results: [] };
    }
    if (mishap?.how === 'error') {
      const tell = purpose === 'change' ? options.onCmdlet?.(machine.name, command) : undefined;
      tell?.('begins');
      tell?.('ends');
      return answered(failure(new MachineError('1,Any', `${command.cmdlet} failed.`)));
    }
    const course = courseOf(mishap, takesMs(command, purpose), call.giveUpAt - clock.wall());
    const result = onMachine(call, machine, command, course);
    const heard = await Promise.race([
      clock.sleep(course.answerMs).then(() => course.lost ?? 'answer'),
      shell.gone.then(() => 'died' as const),
      call.cancelled.then(() => 'died' as const),
    ]);
    if (heard === 'answer' && !shell.killed) return answered(await result);
    // What does not answer is killed with its tree; a far side does not notice.
    processes.kill(shell);
    const isOver = course.lost === 'timeout' && clock.wall() >= call.giveUpAt;
    return { outcome: heard === 'timeout' || isOver ? 'timeout' : 'died', results: [] };
  }

  /** What happens on the machine, whether or not anybody still waits for it. */
  async function onMachine(
    { shell, purpose }: Call,
    machine: MemoryMachine,
    command: Command,
    { effectMs, endMs }: Course,
  ): Promise<CommandResult> {
    const tell = (purpose === 'change' && options.onCmdlet?.(machine.name, command)) || (() => {});
    // The far side of a session goes on without the process.
    const far = options.isRemote(machine.name);
    const passes = (ms: number) => Promise.race([clock.sleep(ms), ...(far ? [] : [shell.gone])]);
    shell.busy += 1;
    tell('begins');
    let result = success([]);
    if (effectMs !== undefined) {
      await passes(effectMs);
      if (far || !shell.killed) {
        try {
          result = success(machine.perform(command));
          tell('acts');
        } catch (error) {
          if (!(error instanceof MachineError)) throw error;
          result = failure(error);
        }
      }
    }
    await passes(endMs - (effectMs ?? 0));
    tell('ends');
    shell.busy -= 1;
    processes.letGo(shell);
    return result;
  }

  async function runAll(call: Call, target: string, commands: Command[]): Promise<TargetAnswer> {
    const machine = machines.get(target);
    if (machine === undefined) return refusal(target, `${target} is not known.`);
    const results: CommandResult[] = [];
    for (const command of commands) {
      const ended = await runOne(call, machine, command);
      if (ended.outcome !== 'answered') {
        return { target, outcome: ended.outcome, message: sayings[ended.outcome], results };
      }
      results.push(...ended.results);
      if (results.at(-1)?.errors.some(({ terminating }) => terminating)) break;
    }
    return { target, outcome: 'answered', results };
  }

  function whyNot({ on, purpose, signal }: BatchOptions): string | undefined {
    if (closed) return 'The bot is stopping.';
    if (signal?.aborted) return 'It was cancelled before it was sent.';
    const known = current[purpose];
    if (on === undefined || (known?.alive && isSame(on, known.identity))) return undefined;
    return 'The PowerShell process that it was meant for is gone.';
  }

  return {
    async run(batch, runOptions) {
      const why = whyNot(runOptions);
      if (why !== undefined) return batch.map(({ target }) => refusal(target, why));
      const call: Call = {
        ...runOptions,
        shell: processFor(runOptions.purpose),
        giveUpAt: clock.wall() + runOptions.timeoutMs,
        cancelled: new Promise((resolve) =>
          runOptions.signal?.addEventListener('abort', () => resolve()),
        ),
      };
      return Promise.all(
        batch.map(async ({ target, commands }, i) => {
          const isSecond = batch.findIndex((one) => one.target === target) < i;
          if (isSecond) return refusal(target, `${target} stands twice in one batch.`);
          return runAll(call, target, commands);
        }),
      );
    },

    async ready(purpose) {
      if (closed) throw new Error('The bot is stopping.');
      return processFor(purpose).identity;
    },

    async close() {
      closed = true;
      for (const shell of Object.values(current)) processes.kill(shell);
    },

    leave() {
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

const ordinaryMs = (_command: Command, purpose: BatchOptions['purpose']) =>
  purpose === 'change' ? 300 : 40;

function refusal(target: string, message: string): TargetAnswer {
  return { target, outcome: 'refused', message, results: [] };
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
