import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** A process of the bot, started again whenever it ends, as a service manager would. */
export interface Supervised {
  pid(): number | undefined;
  kill(): void;
  stop(): Promise<void>;
}

/** Begins again 0.3 s after every end but `stop`. @param options.onLine takes stderr by lines; else it goes to ours */
export function supervise(
  program: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; onLine?: (line: string) => void },
): Supervised {
  let child: ChildProcess;
  let stopping = false;
  const run = () => {
    child = spawn(program, [...args], {
      env: options.env,
      stdio: ['ignore', 'ignore', options.onLine ? 'pipe' : 'inherit'],
    });
    let begun = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${begun}${text}`.split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) if (line !== '') options.onLine?.(line);
    });
    // What a process says last may have no end.
    child.stderr?.on('end', () => {
      if (begun !== '') options.onLine?.(begun);
    });
    child.on('exit', () => {
      if (!stopping) setTimeout(run, 300);
    });
  };
  run();
  // However this process ends, what it started ends with it.
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    pid: () => child.pid,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([gone, delay(6_000, undefined, { ref: false })]);
      child.kill('SIGKILL');
    },
  };
}
