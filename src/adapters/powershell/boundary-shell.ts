import type { ChildProcess } from 'node:child_process';
import { PowerShell } from 'node-powershell';

type Options = ConstructorParameters<typeof PowerShell>[0];

/**
 * node-powershell with its traps closed. It starts, holds and ends the process and runs one command in it: the
 * boundary function, which then reads requests by itself. Its way of running a command for each call costs five
 * lines of script, keeps every command, copies output again with each chunk, and may wait for ever when both of its
 * marks come in one piece; so nothing is ever queued in it.
 */
export class BoundaryShell extends PowerShell {
  #script = '';

  constructor(options: Options) {
    super({ ...options, throwOnInvocationError: false });
    // Anybody's DEBUG=* would print what it does.
    const { comment, command, output } = this['debuggers'];
    for (const debug of [comment, command, output]) debug.enabled = false;
    // Rejects when the process dies; unheard while idle, that would end Node.
    this['exitPromise'].catch(() => {});
    this.streams.stdin.on('error', () => {});
  }

  get child(): ChildProcess {
    return this['process'];
  }

  /** The library lets NODE_POWERSHELL override everything, and starts pwsh when asked for pwsh-preview. */
  protected override setExecutable({ executable }: { executable?: string }): string {
    if (!executable) throw new Error('No PowerShell executable was given.');
    return executable;
  }

  /** The library prints marks around a command. Ours never ends, so there is nothing to mark. */
  protected override writeToError(): string {
    return '';
  }

  protected override writeToOutput(): string {
    const script = this.#script;
    this.#script = '';
    return script;
  }

  /**
   * Run the one command that reads standard input from then on. Settles, or rejects with the library's ProcessError,
   * when the process has ended.
   */
  async serve(script: string): Promise<void> {
    this.#script = script;
    const ended = this.invoke('');
    try {
      await ended;
    } finally {
      this.history.length = 0;
    }
  }

  /** Once the command runs: what the library listens for will not come, and it would keep all that it hears. */
  release(): void {
    for (const stream of [this.streams.stdout, this.streams.stderr]) {
      stream.unpipe();
      stream.resume();
    }
  }
}
