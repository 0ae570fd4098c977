import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { ChangeRequest } from '../approvals/request';
import { createChangeQueue } from '../src/adapters/redis/change-queue';
import { connect, whenReady } from '../src/adapters/redis/connect';
import { openRecords } from '../src/adapters/redis/records';
import { serveGateways } from '../src/adapters/redis/serve-gateways';
import type { Log } from '../src/ports/log';
import type { ChangeQueue } from '../src/ports/queue';
import { enqueue } from '../src/workflow/enqueue';
import { execute } from '../src/workflow/execute';
import { startRedis } from '../test/redis-server';
import { approvedRequest, partsOf } from '../test/workflow/noop-worker';
import { median } from './percentile';
import type { BenchRow } from './row';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
const auditKey = randomBytes(32);
const vaultKey = randomBytes(32);

/** What the whole workflow adds to bare BullMQ on the same Redis, which writes every command to disk. */
export async function run(): Promise<BenchRow[]> {
  const server = await startRedis();
  try {
    return [await startOfWork(server.url), await changesPerSecond(server.url)];
  } finally {
    await server.stop();
  }
}

async function startOfWork(url: string): Promise<BenchRow> {
  const samples = 150;
  const warmUp = 30;
  const ours: number[] = [];
  const bare: number[] = [];
  let started = (_at: number) => {};
  const side = await openSide(url, ['gw1'], { onCmdlet: () => started(performance.now()) });
  const floor = await openBare(url, ['gw1'], async () => started(performance.now()));
  for (let i = 0; i < samples + warmUp; i++) {
    const approved = await side.approved('gw1', i);
    // Idle, so that the worker waits as it does at night.
    await sleep(4);
    const measured = async (begun: () => Promise<unknown>) => {
      const done = new Promise<number>((resolve) => (started = resolve));
      const from = performance.now();
      await begun();
      return (await done) - from;
    };
    const a = await measured(() => side.enqueue(approved));
    await sleep(8);
    const b = await measured(() => floor.queues.get('gw1')?.add('x', {}) ?? Promise.resolve());
    if (i < warmUp) continue;
    ours.push(a);
    bare.push(b);
  }
  await Promise.all([side.close(), floor.close()]);
  const what = 'approved until its first cmdlet starts, idle, p50';
  return row('change-start', what, 'ms', ours, bare, { atMost: 3 });
}

async function changesPerSecond(url: string): Promise<BenchRow> {
  const gateways = Array.from({ length: 8 }, (_, i) => `gw${i}`);
  const each = 50;
  const writes = 6;
  const rounds = { warmUp: 3, ours: [] as number[], bare: [] as number[] };
  let done = 0;
  const side = await openSide(url, gateways, { onDone: () => (done += 1) });
  const plain = new Redis(url);
  const floor = await openBare(url, gateways, async () => {
    for (let i = 0; i < writes; i++) await bareWrite(plain);
    done += 1;
  });
  for (let round = 0; round < rounds.warmUp + 5; round++) {
    const approved = await Promise.all(
      gateways.flatMap((gateway, g) =>
        Array.from({ length: each }, (_, i) => side.approved(gateway, round * 1e4 + g * 1e3 + i)),
      ),
    );
    const rate = async (enqueue: (gateway: string, i: number) => Promise<unknown>) => {
      done = 0;
      const from = performance.now();
      await Promise.all(
        gateways.map(async (gateway) => {
          for (let i = 0; i < each; i++) await enqueue(gateway, i);
        }),
      );
      while (done < gateways.length * each) await sleep(1);
      return (1_000 * done) / (performance.now() - from);
    };
    const oursNow = await rate((gateway, i) =>
      side.enqueue(approved[gateways.indexOf(gateway) * each + i] as ChangeRequest),
    );
    const bareNow = await rate(async (gateway) => {
      await bareWrite(plain);
      await floor.queues.get(gateway)?.add('x', {}, { removeOnComplete: true });
    });
    if (round < rounds.warmUp) continue;
    rounds.ours.push(oursNow);
    rounds.bare.push(bareNow);
  }
  plain.disconnect();
  await Promise.all([side.close(), floor.close()]);
  return row(
    'changes',
    `changes worked off (7 writes each, ${gateways.length} gateways), next to bare writes`,
    '1/s',
    rounds.ours,
    rounds.bare,
    { atLeast: 0.7 },
  );
}

/** Both roles of the bot, as they run: the chat role moves and enqueues, the worker executes. */
async function openSide(
  url: string,
  gateways: string[],
  hooks: { onCmdlet?(): void; onDone?(): void },
) {
  const prefix = `bench-${randomBytes(4).toString('hex')}`;
  const options = { prefix, auditKey, vaultKey, log: quiet };
  const chatRedis = connect(url, 'chat', quiet);
  const workerRedis = connect(url, 'worker', quiet);
  await Promise.all([whenReady(chatRedis, 5_000), whenReady(workerRedis, 5_000)]);
  const onCmdlet = hooks.onCmdlet ?? (() => {});
  const queues = [chatRedis, workerRedis].map((redis) => createChangeQueue(redis, prefix, quiet));
  const [chatQueue, workerQueue] = queues as [ChangeQueue, ChangeQueue];
  const log = quiet;
  const chat = partsOf(openRecords(chatRedis, options), chatQueue, gateways, { onCmdlet, log });
  const worker = partsOf(openRecords(workerRedis, options), workerQueue, gateways, {
    onCmdlet,
    log,
  });
  const closer = await serveGateways({ redis: workerRedis, prefix, log: quiet }, gateways, {
    change: async (job) => {
      await execute(worker, job);
      hooks.onDone?.();
    },
    plan: async () => {},
    read: async () => ({ kind: 'refused', sentence: '', suggestions: [] }),
  });
  return {
    approved: (gateway: string, i: number) =>
      chat.store.create(
        approvedRequest(`CR-${gateway}-${i}`, gateway, i),
        draft('request.created'),
      ),
    enqueue: (approved: ChangeRequest) => enqueue(chat, approved),
    async close() {
      await closer.close();
      await Promise.all(queues.map((queue) => queue.close()));
      chatRedis.disconnect();
      workerRedis.disconnect();
    },
  };
}

function draft(action: string) {
  return { at: 1, actor: 'mtgw', action, detail: { because: 'a measurement' } };
}

async function openBare(url: string, gateways: string[], work: () => Promise<void>) {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const prefix = `{bare-${randomBytes(4).toString('hex')}}`;
  const queues = new Map(gateways.map((name) => [name, new Queue(name, { connection, prefix })]));
  // One change at a time on each gateway is asked of both.
  await Promise.all([...queues.values()].map((queue) => queue.setGlobalConcurrency(1)));
  const workers = gateways.map((name) => new Worker(name, work, { connection, prefix }));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  return {
    queues,
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

const script = `redis.call('HSET', KEYS[1], 'state', ARGV[1], 'json', ARGV[2])
redis.call('XADD', KEYS[2], '*', 'e', ARGV[3])
return 1`;
const record = JSON.stringify(approvedRequest('CR-1', 'gw1', 1));
const entry = JSON.stringify(draft('request.moved'));

async function bareWrite(redis: Redis): Promise<void> {
  await redis.eval(script, 2, '{bare}:record', '{bare}:log', 'queued', record, entry);
}

function row(
  name: string,
  what: string,
  unit: string,
  ours: number[],
  bare: number[],
  goal: { atMost: number } | { atLeast: number },
): BenchRow {
  // Of neighbours in time, because a busy machine is not equally busy for all of a run.
  const ratio = median(ours.map((figure, i) => figure / (bare[i] ?? Number.NaN)));
  const met = 'atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast;
  const words = 'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`;
  return { name, what, figure: median(ours), unit, floor: median(bare), ratio, goal: words, met };
}
