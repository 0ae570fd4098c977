import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, whenReady } from '../adapters/redis/connect';
import type { Log } from '../ports/log';
import { freePort } from './free-port';

/** A Redis of the sandbox's own, on loopback, that loses nothing when it is killed. */
export interface RedisProcess {
  url: string;
  kill(): void;
  stop(): Promise<void>;
}

/** Start one, and wait until it answers. @throws UnavailableError when it does not; it is ended then */
export async function startRedis(options: {
  server: string;
  serverArguments: readonly string[];
  directory: string;
  log: Log;
}): Promise<RedisProcess> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;
  let stopping = false;
  const run = () => {
    child = spawn(
      options.server,
      [
        ...options.serverArguments,
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', options.directory],
        ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
        ...['--maxmemory-policy', 'noeviction', '--daemonize', 'no'],
      ],
      { stdio: 'ignore' },
    );
    child.on('error', (error) => options.log.error({ err: error }, 'Redis did not start'));
    // Supervised, as a service would be: it comes back on the same data.
    child.on('exit', () => {
      if (!stopping) setTimeout(run, 300);
    });
  };
  run();
  const end = () => void child.kill('SIGKILL');
  // However this process ends, what it started ends with it.
  process.once('exit', end);
  const probe = connect(url, 'worker', { ...options.log, warn: () => {}, info: () => {} });
  try {
    await whenReady(probe, 15_000);
  } catch (error) {
    stopping = true;
    end();
    throw error;
  } finally {
    probe.disconnect();
  }
  return {
    url,
    kill: end,
    async stop() {
      stopping = true;
      process.off('exit', end);
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([gone, delay(3_000, undefined, { ref: false })]);
      end();
    },
  };
}
