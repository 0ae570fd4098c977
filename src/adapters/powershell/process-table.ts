import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessTable, ShellIdentity } from '../../ports';
import { killTree } from './process-tree';
import { startTimeOf } from './start-time';

/**
 * Linux counts a process's start from boot and boot in whole seconds, which its clock corrections move a little;
 * a pid does not come round again within this time.
 */
const TOLERANCE_MS = 2000;
const GONE_WITHIN_MS = 10_000;

/** The processes of this machine. Both calls throw for a shell of another machine: nothing can be proven about it. */
export function createProcessTable(): ProcessTable {
  const host = hostname();

  function requireHere(shell: ShellIdentity): void {
    if (shell.host !== host) {
      throw new Error(`Process ${shell.pid} runs on ${shell.host}; ${host} cannot look at it.`);
    }
  }

  async function isAlive(shell: ShellIdentity): Promise<boolean> {
    requireHere(shell);
    const startedAt = await startTimeOf(shell.pid);
    return startedAt !== undefined && Math.abs(startedAt - shell.startedAt) <= TOLERANCE_MS;
  }

  return {
    host,
    isAlive,
    async end(shell) {
      if (!(await isAlive(shell))) return;
      await killTree(shell.pid);
      const giveUp = performance.now() + GONE_WITHIN_MS;
      while (await isAlive(shell)) {
        if (performance.now() > giveUp) {
          throw new Error(
            `Process ${shell.pid} is still there ${GONE_WITHIN_MS / 1000} s after it was killed.`,
          );
        }
        await sleep(20);
      }
    },
  };
}
