import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { PsValue, ShellIdentity } from '../../ports/shells';
import { BOUNDARY_SCRIPTS } from './assets';
import { BoundaryShell } from './boundary-shell';
import { Conversation, type Limits } from './conversation';
import { EngineError } from './engine-error';
import { killTree } from './process-tree';
import { defineReadings } from './far-side';
import type { Request } from './request';
import { isStillThere, startTimeOf } from './start-time';

export interface EngineOptions {
  executable: string;
  environment: Record<string, string>;
  /** The most that one answer may unpack to, in bytes; what is printed besides counts too. */
  maxBytes: number;
  startTimeoutMs: number;
}

/** Longer than the boundary function gives its sessions to close. */
const LEAVE_MS = 3000;
const hello = z.tuple([z.string(), z.number()]);

/** One PowerShell process with the boundary function running. One question at a time; the caller queues. */
export class Engine {
  readonly identity: ShellIdentity;
  readonly version: string;
  readonly #shell: BoundaryShell;
  readonly #conversation: Conversation;
  #usable = true;

  /** Throws EngineError 'start' with a sentence that says what to do. */
  static async start(options: EngineOptions): Promise<Engine> {
    const shell = new BoundaryShell({
      executable: options.executable,
      executableOptions: { '-NoProfile': true, '-NonInteractive': true },
      spawnOptions: { env: options.environment, windowsHide: true },
    });
    const nonce = randomBytes(12).toString('hex');
    const served = shell.serve(loader(nonce));
    const conversation = new Conversation(shell, served, nonce, options.maxBytes);
    try {
      const limits = { timeoutMs: options.startTimeoutMs, signal: undefined };
      const [version, pid] = hello.parse(await conversation.greeting(limits));
      shell.release();
      const startedAt = await startTimeOf(pid);
      if (startedAt === undefined) throw new Error('it ended at once');
      return new Engine({ host: hostname(), pid, startedAt }, version, shell, conversation);
    } catch (problem) {
      if (shell.child.pid !== undefined) await killTree(shell.child.pid);
      throw new EngineError('start', startSentence(options.executable, problem));
    }
  }

  private constructor(
    identity: ShellIdentity,
    version: string,
    shell: BoundaryShell,
    conversation: Conversation,
  ) {
    this.identity = identity;
    this.version = version;
    this.#shell = shell;
    this.#conversation = conversation;
    shell.child.once('exit', () => {
      this.#usable = false;
    });
  }

  /** False once it has died or was killed. */
  get usable(): boolean {
    return this.#usable;
  }

  /**
   * One call of the boundary function. Throws EngineError; the process is dead then. `timeoutMs` is the last
   * resort: the function keeps the deadline in the request by itself.
   */
  async ask(request: Request, limits: Limits): Promise<PsValue> {
    if (!this.#usable) throw new EngineError('died', 'The PowerShell process has ended.');
    try {
      return await this.#conversation.ask(request, limits);
    } catch (problem) {
      await this.kill();
      throw problem;
    }
  }

  /** Let an idle process close its sessions and go; one that does not is killed. Resolves once it is gone. */
  async leave(): Promise<void> {
    this.#usable = false;
    if (this.#isOpen) {
      const patience = new AbortController();
      const gone = this.#exit();
      this.#shell.streams.stdin.end();
      await Promise.race([gone, sleep(LEAVE_MS, undefined, { signal: patience.signal })]);
      patience.abort();
    }
    await this.kill();
  }

  /**
   * End the process and all that it started. Resolves once all of it is gone. The process that answers is ended by its
   * own name too: what was started may be a wrapper around it (a .NET tool, a script), and it outlives a wrapper.
   */
  async kill(): Promise<void> {
    this.#usable = false;
    const gone = this.#exit();
    const roots = (await isStillThere(this.identity)) ? [this.identity.pid] : [];
    const { pid } = this.#shell.child;
    if (this.#isOpen && pid !== undefined) roots.push(pid);
    await killTree(...roots);
    await this.#shell.dispose('SIGKILL').catch(() => {});
    await gone;
  }

  /** Its exit is not known to us yet, so its pid is still its own. */
  get #isOpen(): boolean {
    const { exitCode, signalCode } = this.#shell.child;
    return exitCode === null && signalCode === null;
  }

  async #exit(): Promise<void> {
    if (this.#isOpen) await new Promise((resolve) => this.#shell.child.once('exit', resolve));
  }
}

/** One line: `-Command -` reads as a person would type. */
function loader(nonce: string): string {
  const script = BOUNDARY_SCRIPTS.map((file) => readFileSync(file, 'utf8')).join('\n');
  const text = (of: string) =>
    `[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(of, 'utf8').toString('base64')}'))`;
  const farSide = `$MtgwFarSide = ${text(defineReadings())}`;
  return `${farSide}; . ([scriptblock]::Create(${text(script)})); Start-Mtgw '${nonce}'`;
}

function startSentence(executable: string, problem: unknown): string {
  const said = (problem as Error).message;
  if (said === 'ENOENT' || said === 'EACCES') {
    return `PowerShell was not found at "${executable}" (${said}). Install it, or name its path in the configuration.`;
  }
  const heard = problem instanceof EngineError ? problem.said : '';
  return `PowerShell ("${executable}") did not start: ${said} ${heard}`.trim();
}
