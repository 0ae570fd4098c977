import { createChangeQueue } from '../../../src/adapters/redis/change-queue';
import { type Closer, serveGateways } from '../../../src/adapters/redis/serve-gateways';
import type { ChangeQueue, WorkerHandlers } from '../../../src/ports/queue';
import type { RedisServer } from '../../redis-server';
import { connected, disconnectAll, quiet } from './fixture';

const closers: { close(): Promise<void> }[] = [];
let installations = 0;

/** Short enough for a test to see a lock lapse, in milliseconds. */
export const timings = { lockMs: 1_000, stalledMs: 500, heartbeatMs: 200 };

export const idle: WorkerHandlers = {
  change: async () => {},
  plan: async () => {},
  read: async () => ({ kind: 'refused', sentence: 'nothing', suggestions: [] }),
};

/** A queue of a fresh installation, and its prefix for the workers. */
export async function newQueue(
  server: RedisServer,
): Promise<{ queue: ChangeQueue; prefix: string }> {
  const prefix = `q${++installations}`;
  const queue = createChangeQueue(await connected(server, 'chat'), prefix, quiet);
  closers.push(queue);
  return { queue, prefix };
}

export async function newWorker(
  server: RedisServer,
  prefix: string,
  gateways: string[],
  handlers: Partial<WorkerHandlers>,
): Promise<Closer> {
  const redis = await connected(server);
  const options = { redis, prefix, log: quiet, timings };
  const worker = await serveGateways(options, gateways, { ...idle, ...handlers });
  closers.push(worker);
  return worker;
}

export async function closeAll(): Promise<void> {
  await Promise.all(closers.splice(0).map((closer) => closer.close()));
  disconnectAll();
}
