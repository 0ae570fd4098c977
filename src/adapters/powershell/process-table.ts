import { hostname } from 'node:os';
import type { ProcessTable, ShellIdentity } from '../../ports/shells';
import { killTree } from './process-tree';
import { isStillThere } from './start-time';

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
    return isStillThere(shell);
  }

  return {
    host,
    isAlive,
    async end(shell) {
      if (!(await isAlive(shell))) return;
      await killTree(shell.pid);
      if (!(await isAlive(shell))) return;
      throw new Error(`Process ${shell.pid} was killed and is still there.`);
    },
  };
}
