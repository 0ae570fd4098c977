import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findPrograms } from '../src/config/programs';

export interface RedisServer {
  url: string;
  /** Start it again on the same port and the same data, unless it runs. */
  start(): Promise<void>;
  /** As a power cut would: no warning, nothing saved on the way out. */
  kill(): Promise<void>;
  /** Answers nothing, without closing its connections; `resume` ends it. */
  freeze(): void;
  resume(): void;
  /** End it and remove its data. */
  stop(): Promise<void>;
}

/** A private Redis on a free loopback port, as durable as the bot demands. */
export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'mtgw-redis-'));
  const port = await freePort();
  const all = {
    bind: '127.0.0.1',
    port: `${port}`,
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
  };
  let server: ChildProcess | undefined;

  const isRunning = () => server?.exitCode === null && server.signalCode === null;

  async function start(): Promise<void> {
    if (isRunning()) return;
    const words = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
    const { redisServer, redisArguments } = findPrograms();
    const started = spawn(redisServer, [...redisArguments, ...words], { stdio: 'ignore' });
    server = started;
    let failed: Error | undefined;
    started.once('error', (error) => {
      failed = error;
    });
    const probe = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => 20 });
    probe.on('error', () => {});
    try {
      for (let i = 0; i < 200; i++) {
        if (failed) throw new Error(`Redis does not start: ${failed.message}; run npm run setup`);
        if ((await Promise.race([probe.ping().catch(() => ''), sleep(50)])) === 'PONG') return;
      }
      await kill();
      throw new Error('redis-server does not answer.');
    } finally {
      probe.disconnect();
    }
  }

  async function kill(): Promise<void> {
    if (!server || !isRunning()) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
