import { UnavailableError } from '../../errors';
import type { Log } from '../../ports/log';
import type { ShellIdentity } from '../../ports/shells';
import type { Writable } from './clixml/write';
import type { Engine } from './engine';
import { Turnstile } from './turnstile';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** How long a process that `ready` named is kept for the caller. */
const PROMISED_MS = 5000;

/** A place for one PowerShell process: started when needed, started again after it died, one caller at a time. */
export class Lane {
  readonly turnstile = new Turnstile();
  /** The sessions that the process holds, with when each was last used (performance.now). */
  readonly sessions = new Map<string, number>();
  /** The targets of each call that is under way or waits here. */
  readonly calls = new Set<readonly string[]>();
  lastUsed = performance.now();
  /** The process was once given a secret, so nothing that it prints may be repeated. */
  knowsSecrets = false;
  readonly #start: () => Promise<Engine>;
  readonly #log: Log;
  #engine: Engine | undefined;
  #starting: Promise<Engine> | undefined;
  #told = new Set<string>();
  #promisedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #pausedUntil = 0;
  #pausedBy = '';

  constructor(start: () => Promise<Engine>, log: Log) {
    this.#start = start;
    this.#log = log;
  }

  /** Undefined while no process is there. */
  get identity(): ShellIdentity | undefined {
    return this.#engine?.usable ? this.#engine.identity : undefined;
  }

  get isFree(): boolean {
    return this.turnstile.load === 0;
  }

  /** Named by `ready` a moment ago, and not used since. */
  get isPromised(): boolean {
    return performance.now() - this.#promisedAt <= PROMISED_MS;
  }

  /** Keep it for who was told its identity, until `taken`. */
  promise(): void {
    this.#promisedAt = performance.now();
  }

  taken(): void {
    this.#promisedAt = Number.NEGATIVE_INFINITY;
  }

  /** The living process. Throws UnavailableError with a sentence when none can be had; nothing was sent then. */
  async process(): Promise<Engine> {
    if (this.#engine?.usable) return this.#engine;
    this.#starting ??= this.#begin().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #begin(): Promise<Engine> {
    const wait = this.#pausedUntil - performance.now();
    if (wait > 0) {
      throw new UnavailableError(
        `${this.#pausedBy} It is tried again in ${Math.ceil(wait / 1000)} s.`,
      );
    }
    this.#forget();
    try {
      const engine = await this.#start();
      this.#failures = 0;
      this.#engine = engine;
      this.#log.info({ shell: engine.identity.pid, version: engine.version }, 'PowerShell started');
      return engine;
    } catch (problem) {
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
      this.#failures++;
      this.#pausedUntil = performance.now() + pause;
      this.#pausedBy = (problem as Error).message;
      this.#log.error({ executable: this.#pausedBy }, 'PowerShell did not start');
      throw new UnavailableError(this.#pausedBy, { cause: problem });
    }
  }

  /** How to open a target, the first time that this process hears of it. */
  openingFor(target: string, opening: { [key: string]: Writable }): typeof opening | null {
    if (this.#told.has(target)) return null;
    this.#told.add(target);
    return opening;
  }

  /** The sessions that nobody used for so long; they are forgotten here and must be closed by the next call. */
  takeIdle(idleMs: number, except: ReadonlySet<string>): string[] {
    const before = performance.now() - idleMs;
    const idle = [...this.sessions].filter(([name, used]) => used < before && !except.has(name));
    for (const [name] of idle) this.sessions.delete(name);
    return idle.map(([name]) => name);
  }

  /** End the process, if there is one: at once when it is at work, politely when it is not. */
  async end(why: string): Promise<void> {
    await this.#starting?.catch(() => {});
    const engine = this.#engine;
    this.#engine = undefined;
    if (!engine) return;
    this.#log.info({ shell: engine.identity.pid, why }, 'PowerShell ended');
    await (this.turnstile.load === 0 ? engine.leave() : engine.kill());
  }

  #forget(): void {
    this.#engine = undefined;
    this.#told = new Set();
    this.sessions.clear();
    this.knowsSecrets = false;
  }
}
