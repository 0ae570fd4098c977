import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { PsValue, ShellIdentity } from '../../ports';
import { AnswerReader, unpackAnswer } from './answer-reader';
import { BOUNDARY_SCRIPTS } from './assets';
import { BoundaryShell } from './boundary-shell';
import { readClixml } from './clixml/read';
import { type Writable, writeClixml } from './clixml/write';
import { EngineError } from './engine-error';
import { killTree } from './process-tree';
import { startTimeOf } from './start-time';

export interface EngineOptions {
  executable: string;
  environment: Record<string, string>;
  /** The most that one answer may unpack to, in bytes; what is printed besides counts too. */
  maxBytes: number;
  startTimeoutMs: number;
}

const hello = z.object({ version: z.string(), id: z.number() });
const failure = z.object({ failed: z.string() });
/** The library hears the end of a call on both streams; usually it has already. */
const SETTLE_MS = 2000;

/** One PowerShell process with the boundary function loaded. One question at a time; the caller queues. */
export class Engine {
  readonly identity: ShellIdentity;
  readonly version: string;
  readonly #shell: BoundaryShell;
  readonly #answers: AnswerReader;
  readonly #options: EngineOptions;
  #usable = true;

  /** Throws EngineError 'start' with a sentence that says what to do. */
  static async start(options: EngineOptions): Promise<Engine> {
    const shell = new BoundaryShell({
      executable: options.executable,
      executableOptions: { '-NoProfile': true, '-NonInteractive': true },
      spawnOptions: { env: options.environment, windowsHide: true },
    });
    const answers = new AnswerReader(shell.streams.stdout, options.maxBytes);
    const limits = { timeoutMs: options.startTimeoutMs, signal: undefined };
    try {
      const said = hello.parse(
        await ask(shell, answers, options, loaderLine(), { ask: 'hello' }, limits),
      );
      const startedAt = await startTimeOf(said.id);
      if (startedAt === undefined) throw new Error('it ended at once');
      const identity = { host: hostname(), pid: said.id, startedAt };
      return new Engine(identity, said.version, shell, answers, options);
    } catch (problem) {
      if (shell.child.pid !== undefined) await killTree(shell.child.pid);
      throw new EngineError('start', startSentence(options.executable, problem));
    }
  }

  private constructor(
    identity: ShellIdentity,
    version: string,
    shell: BoundaryShell,
    answers: AnswerReader,
    options: EngineOptions,
  ) {
    this.identity = identity;
    this.version = version;
    this.#shell = shell;
    this.#answers = answers;
    this.#options = options;
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
  async ask(
    request: { [key: string]: Writable },
    limits: { timeoutMs: number; signal: AbortSignal | undefined },
  ): Promise<PsValue> {
    if (!this.#usable) throw new EngineError('died', 'The PowerShell process has ended.');
    try {
      return await ask(this.#shell, this.#answers, this.#options, '', request, limits);
    } catch (problem) {
      await this.kill();
      throw problem;
    }
  }

  /** End the process and all that it started. Resolves once it is gone. */
  async kill(): Promise<void> {
    this.#usable = false;
    const { child } = this.#shell;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await killTree(this.identity.pid);
    // The process that was started may be a wrapper around the one that answered.
    if (child.pid !== undefined && child.pid !== this.identity.pid) await killTree(child.pid);
    await this.#shell.dispose('SIGKILL').catch(() => {});
    await gone;
  }
}

function loaderLine(): string {
  const script = BOUNDARY_SCRIPTS.map((file) => readFileSync(file, 'utf8')).join('\n');
  const encoded = Buffer.from(script, 'utf8').toString('base64');
  return `. ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${encoded}')))); `;
}

async function ask(
  shell: BoundaryShell,
  answers: AnswerReader,
  options: EngineOptions,
  before: string,
  request: { [key: string]: Writable },
  limits: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<PsValue> {
  const nonce = randomBytes(8).toString('hex');
  const clixml = writeClixml({ ...request, nonce, maxBytes: options.maxBytes });
  const found = answers.expect(nonce);
  const settled = shell.send(
    `${before}Invoke-Mtgw '${Buffer.from(clixml, 'utf8').toString('base64')}'`,
  );
  const line = await firstOf(found, settled, limits, answers);
  if (line === undefined) {
    throw new EngineError('overflow', `PowerShell printed more than ${options.maxBytes} bytes.`);
  }
  const answer = readAnswer(line, options.maxBytes);
  const ready = await Promise.race([
    settled.then(() => true),
    sleep(SETTLE_MS, false, { ref: false }),
  ]);
  // The answer is whole, but the library missed its mark: nothing more can be asked of this process.
  if (!ready) await killTree(shell.child.pid ?? 0);
  return answer;
}

function readAnswer(line: string, maxBytes: number): PsValue {
  try {
    const [answer = null] = readClixml(unpackAnswer(line, maxBytes));
    const failed = failure.safeParse(answer);
    if (!failed.success) return answer;
    throw new Error(failed.data.failed);
  } catch (problem) {
    throw new EngineError('died', `The answer could not be read: ${(problem as Error).message}`);
  }
}

/** The answer's line, or the reason why there will be none. */
async function firstOf(
  found: Promise<string | undefined>,
  settled: Promise<void>,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal | undefined },
  answers: AnswerReader,
): Promise<string | undefined> {
  const done = new AbortController();
  const stop = { signal: done.signal, ref: false };
  const late = sleep(timeoutMs, undefined, stop).then(() => {
    throw new EngineError('timeout', `PowerShell gave no answer in ${timeoutMs} ms and was ended.`);
  });
  const ended = settled
    .then(
      () => sleep(300, undefined, stop),
      (problem: Error) => {
        const code = (problem as NodeJS.ErrnoException).code;
        if (code) throw new EngineError('start', code);
        return sleep(300, undefined, stop);
      },
    )
    .then(() => {
      // Its last words may still have been in the pipe when it exited; now they are not.
      const said = answers.noise.trim();
      throw new EngineError(
        'died',
        `The PowerShell process ended without an answer.${said && ` It said: ${said}`}`,
      );
    });
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener(
      'abort',
      () => reject(new EngineError('aborted', 'It was cancelled while PowerShell worked on it.')),
      { once: true, signal: done.signal },
    );
  });
  for (const loser of [late, ended]) loser.catch(() => {});
  try {
    return await Promise.race([found, late, ended, aborted]);
  } finally {
    done.abort();
  }
}

function startSentence(executable: string, problem: unknown): string {
  const said = (problem as Error).message;
  if (said === 'ENOENT' || said === 'EACCES') {
    return `PowerShell was not found at "${executable}" (${said}). Install it, or name its path in the configuration.`;
  }
  return `PowerShell ("${executable}") did not start: ${said}`;
}
