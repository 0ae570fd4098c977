import type { ParameterValue } from '../../approvals/plan';

export interface Command {
  cmdlet: string;
  parameters: Record<string, ParameterValue>;
}

type PsScalar = string | number | bigint | boolean | null;
/** What CLIXML gave back, as plain data: objects by property name, enums as {text, number}, dates as ISO text. */
export type PsValue = PsScalar | PsValue[] | { [property: string]: PsValue };

export interface PsErrorRecord {
  /** FullyQualifiedErrorId, the only stable name of an error. */
  errorId: string;
  category: string;
  message: string;
  terminating: boolean;
}

export interface CommandResult {
  output: PsValue[];
  errors: PsErrorRecord[];
  warnings: string[];
  durationMs: number;
}

/** The answer of one target of a batch. Anything but 'answered' leaves open what was applied. */
export type TargetAnswer =
  | { target: string; outcome: 'answered'; results: CommandResult[] }
  | {
      target: string;
      /** refused: never sent (catalogue, breaker). unreachable: no session. timeout, died: may have been applied. */
      outcome: 'refused' | 'unreachable' | 'timeout' | 'died';
      message: string;
      results: CommandResult[];
    };

/** The process that would run a cmdlet: an orphan of a dead worker is found and ended by it. */
export interface ShellIdentity {
  host: string;
  pid: number;
  /** Milliseconds since the epoch, as the operating system counts it; pids are reused. */
  startedAt: number;
}

export interface BatchOptions {
  /** For all targets together. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** Changes and readings use different processes, so that a sweep never delays a change. */
  purpose: 'change' | 'read';
  /** Run only on this process; refused when it is gone. */
  on?: ShellIdentity;
}

type SessionWish = { target: string; timeoutMs: number };

export interface GatewayShells {
  run(batch: { target: string; commands: Command[] }[], how: BatchOptions): Promise<TargetAnswer[]>;
  /** The process that the next call of that purpose will use, with that session. @throws UnavailableError; nothing was sent */
  ready(purpose: 'change' | 'read', session?: SessionWish): Promise<ShellIdentity>;
  close(): Promise<void>;
}

/** Proof about a shell process on this machine: `end` kills its tree and resolves once it is gone. */
export interface ProcessTable {
  host: string;
  isAlive(shell: ShellIdentity): Promise<boolean>;
  end(shell: ShellIdentity): Promise<void>;
}
