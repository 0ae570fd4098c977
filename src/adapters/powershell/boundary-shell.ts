import type { ChildProcess } from 'node:child_process';
import { PowerShell } from 'node-powershell';

type Options = ConstructorParameters<typeof PowerShell>[0];

/**
 * node-powershell with its traps closed. It surrounds a command by four lines that print a mark; here the mark
 * travels with the one line that matters, and the boundary function prints it, so a call costs one line instead of
 * five, and neither the library's history nor its debug output ever holds a request.
 */
export class BoundaryShell extends PowerShell {
  #line: string | undefined;

  constructor(options: Options) {
    super({ ...options, throwOnInvocationError: false });
    // Anybody's DEBUG=* would print what is sent.
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

  protected override writeToError(): string {
    return '';
  }

  /** Called before and after the command: the first call carries the line, the second is the empty one. */
  protected override writeToOutput(mark: string): string {
    const line = this.#line;
    this.#line = undefined;
    return line === undefined ? '' : `${line} '${mark}'`;
  }

  /**
   * Run one line that ends with a call of the boundary function, to which the mark is added. Settles when the
   * library is ready for the next one; never call it before, because what it queues may never settle.
   */
  async send(line: string): Promise<void> {
    this.#line = line;
    try {
      await this.invoke('');
    } finally {
      this.history.length = 0;
    }
  }
}
