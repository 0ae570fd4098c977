import type { Log } from '../../ports/log';
import type { Vault } from '../../ports/vault';

export interface Caps {
  /** Processes for each purpose. Each may hold a session to every target. */
  processes: { change: number; read: number };
  /** The most that one answer may unpack to, and the most objects of one cmdlet. */
  answerBytes: number;
  objects: number;
  /** An unused session is closed after this, and an unused process ended. */
  sessionIdleMs: number;
  processIdleMs: number;
  startTimeoutMs: number;
  /** How long a call waits for the busy process that has its sessions, before it opens them in another one. */
  holderMs: number;
  /** The breaker of a target: failures in a row, first pause, longest pause. */
  breakAfter: number;
  retryAfterMs: number;
  retryAtMostMs: number;
}

export const ORDINARY_CAPS: Caps = {
  processes: { change: 2, read: 2 },
  answerBytes: 64 * 1024 * 1024,
  objects: 200_000,
  sessionIdleMs: 10 * 60_000,
  processIdleMs: 30 * 60_000,
  startTimeoutMs: 30_000,
  holderMs: 3_000,
  breakAfter: 3,
  retryAfterMs: 5000,
  retryAtMostMs: 5 * 60_000,
};

export interface GatewayShellsOptions {
  /** `pwsh`, `powershell.exe`, or the path of one, or of the simulator's host. */
  executable: string;
  vault: Pick<Vault, 'open'>;
  /** How each machine is reached, by its name in the inventory; checked here (targets.ts). */
  targets: Readonly<Record<string, unknown>>;
  log: Log;
  /** The environment to take a short list from. Left out: an ordinary PATH and home. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** The cmdlets of the catalogue that may be sent: those of the operations. All of it for simulated gateways alone. */
  only: readonly string[] | 'all';
  /** Cmdlets that pass the guard without being in the catalogue: the simulator's own, in the sandbox. */
  alsoAllow?: readonly string[];
  caps?: Partial<Caps>;
}
