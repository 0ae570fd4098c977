import { findPrograms } from '../../config/programs';
import type { Log } from '../../ports/log';
import { type Sandbox, startSandbox } from '../sandbox';
import type { Line } from './script';

/** How conversations are played. */
export interface How {
  /** The sandbox's own chats, or the adapters of the real ones over loopback servers. */
  through: 'page' | 'real';
  /** The gateways that are reached over SSH, besides those that a file names. */
  remote: readonly string[];
}

/** Where one conversation after the other is played, each in a sandbox as new. */
export interface Stage {
  setFor(lines: readonly Line[]): Promise<Sandbox>;
  /** @param asNew whether what was played leaves processes that another conversation may find */
  strike(asNew: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * To start a sandbox takes longer than most conversations, so one is made as new for the next file. After an outage that
 * the bot's processes remember (a process killed, a session lost, a cmdlet that hung) there is a fresh one.
 */
export function createStage({ through, remote }: How, log: Log): Stage {
  let kept: { sandbox: Sandbox; remote: string } | undefined;

  async function close(): Promise<void> {
    const { sandbox } = kept ?? {};
    kept = undefined;
    await sandbox?.stop();
  }

  return {
    async setFor(lines) {
      const named = lines.flatMap((line) => (line.kind === 'remote' ? line.gateways : []));
      const behindSsh = [...new Set([...remote, ...named])].toSorted();
      if (kept?.sandbox.renew !== undefined && kept.remote === behindSsh.join()) {
        await kept.sandbox.renew();
        return kept.sandbox;
      }
      await close();
      const sandbox = await startSandbox({
        programs: findPrograms(),
        chats: through === 'real' ? 'real' : 'without page',
        port: 0,
        timings: 'short',
        remote: behindSsh,
        log,
      });
      kept = { sandbox, remote: behindSsh.join() };
      return sandbox;
    },
    strike: async (asNew) => {
      if (!asNew) await close();
    },
    close,
  };
}

const remembered = /^(hang|lose-session)\b/;

/** Whether the bot's processes are as before once these lines were played, and it came to rest. */
export function leavesNoTrace(lines: readonly Line[]): boolean {
  return !lines.some(
    (line) =>
      line.kind === 'kill' ||
      // A digest that was posted is not posted again when the clock is put back.
      line.kind === 'clock-to' ||
      (line.kind === 'gateway' && remembered.test(line.words.join(' '))),
  );
}
