import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createChangeQueue } from '../../../src/adapters/redis/change-queue';
import { serveGateways } from '../../../src/adapters/redis/serve-gateways';
import { type RedisServer, startRedis } from '../../redis-server';
import { connected, disconnectAll, quiet, until } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

test('a change whose worker was killed is not run again; the next one runs, and the dead is forgotten', async () => {
  const prefix = 'killed';
  const queue = createChangeQueue(await connected(server), prefix, quiet);
  await queue.enqueueChange('gw1', 'CR-1', 1);
  await queue.enqueueChange('gw1', 'CR-2', 1);
  const hook = require.resolve('./read-typescript.cjs');
  const file = require.resolve('./dying-worker.ts');
  const words = ['--require', hook, file, server.url, prefix];
  const victim = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(victim.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('at work on CR-1\n');
  await until(async () => (await queue.servedBy('gw1')) === 1);
  victim.kill('SIGKILL');
  await once(victim, 'exit');
  await until(async () => (await queue.servedBy('gw1')) === 0);

  const worked: string[] = [];
  const worker = await serveGateways(
    {
      redis: await connected(server),
      prefix,
      log: quiet,
      timings: { lockMs: 1_000, stalledMs: 500, heartbeatMs: 200 },
    },
    ['gw1'],
    {
      change: async ({ request }) => void worked.push(request),
      plan: async () => {},
      read: async () => ({ kind: 'refused', sentence: 'no', suggestions: [] }),
    },
  );
  await until(() => worked.length > 0);
  await until(async () => !(await queue.hasChange('gw1', 'CR-1', 1)));
  await sleep(300);
  expect(worked).toEqual(['CR-2']);
  await worker.close();
  await queue.close();
});

test('a worker stops even while Redis is away', async () => {
  const options = { redis: await connected(server), prefix: 'away', log: quiet };
  const worker = await serveGateways(options, ['gw1', 'gw2'], {
    change: async () => {},
    plan: async () => {},
    read: async () => ({ kind: 'refused', sentence: 'no', suggestions: [] }),
  });
  await server.kill();
  await sleep(100);
  const begun = Date.now();
  await worker.close(300);
  expect(Date.now() - begun).toBeLessThan(2_000);
  await server.start();
});
