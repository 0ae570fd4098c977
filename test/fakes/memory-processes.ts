import type { ProcessTable, ShellIdentity } from '../../src/ports/shells';

/** A PowerShell process of one host. */
export interface ShellProcess {
  identity: ShellIdentity;
  alive: boolean;
  /** It was ended from outside, in the middle of whatever it did. */
  killed: boolean;
  /** Cmdlets that it is at. */
  busy: number;
  /** Its worker is gone: it ends as soon as it is at nothing. */
  orphan: boolean;
  /** Resolves once it was killed. */
  gone: Promise<void>;
}

/** The process table of one host, with the means to start processes on it. */
export interface MemoryProcesses extends ProcessTable {
  start(at: number): ShellProcess;
  kill(shell: ShellProcess): void;
  /** Its worker left it or died: it finishes its cmdlet, and ends. */
  leave(shell: ShellProcess): void;
  /** It has finished a cmdlet. */
  letGo(shell: ShellProcess): void;
  all(): readonly ShellProcess[];
}

/** Processes in memory. */
export function memoryProcesses(host: string): MemoryProcesses {
  const shells: (ShellProcess & { tellGone: () => void })[] = [];
  let lastPid = 100;

  function kill(shell: ShellProcess): void {
    if (!shell.alive) return;
    shell.alive = false;
    shell.killed = true;
    shells.find((one) => one === shell)?.tellGone();
  }

  function letGo(shell: ShellProcess): void {
    if (shell.orphan && shell.busy === 0) shell.alive = false;
  }

  /** As of a real machine, nothing can be said about another one. */
  async function find({ host: where, pid, startedAt }: ShellIdentity) {
    if (where !== host) throw new Error(`Process ${pid} runs on ${where}; ${host} cannot look.`);
    return shells.find(({ identity }) => identity.pid === pid && identity.startedAt === startedAt);
  }

  return {
    host,
    all: () => shells,
    start(at) {
      let tellGone = () => {};
      const gone = new Promise<void>((resolve) => (tellGone = resolve));
      const identity = { host, pid: ++lastPid, startedAt: at };
      const made = { identity, alive: true, killed: false, busy: 0, orphan: false, gone, tellGone };
      shells.push(made);
      return made;
    },
    kill,
    leave(shell) {
      shell.orphan = true;
      letGo(shell);
    },
    letGo,
    isAlive: async (shell) => (await find(shell))?.alive ?? false,
    async end(shell) {
      const found = await find(shell);
      if (found !== undefined) kill(found);
    },
  };
}
