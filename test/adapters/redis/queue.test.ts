import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, startRedis } from '../../redis-server';
import { queueContract } from '../queue-contract';
import { until } from './fixture';
import { closeAll, newQueue, newWorker } from './queue-fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(closeAll);
afterAll(async () => await server.stop());

queueContract(async () => {
  const { queue, prefix } = await newQueue(server);
  return { queue, serve: (gateways, handlers) => newWorker(server, prefix, gateways, handlers) };
});

describe('changes in Redis', () => {
  test('closing waits for the change under way, but not for ever', async () => {
    const { queue, prefix } = await newQueue(server);
    let ended = 0;
    let release = () => {};
    const change = async ({ request }: { request: string }) => {
      if (request === 'CR-2') await new Promise<void>((resolve) => (release = resolve));
      else await sleep(200);
      ended += 1;
    };
    const first = await newWorker(server, prefix, ['gw1'], { change });
    await queue.enqueueChange('gw1', 'CR-1', 1);
    await sleep(50);
    await first.close();
    expect(ended).toBe(1);
    const second = await newWorker(server, prefix, ['gw1'], { change });
    await queue.enqueueChange('gw1', 'CR-2', 1);
    await sleep(50);
    const begun = Date.now();
    await second.close(150);
    expect(Date.now() - begun).toBeLessThan(600);
    release();
  });

  test('after Redis was away longer than a job’s lock, work goes on and nothing is done twice', async () => {
    const { queue, prefix } = await newQueue(server);
    const worked: string[] = [];
    let finish = () => {};
    const change = async ({ request }: { request: string }) => {
      worked.push(request);
      if (request === 'CR-1') await new Promise<void>((resolve) => (finish = resolve));
    };
    for (let i = 0; i < 2; i++) await newWorker(server, prefix, ['gw1'], { change });
    await queue.enqueueChange('gw1', 'CR-1', 1);
    await queue.enqueueChange('gw1', 'CR-2', 1);
    await until(() => worked.length === 1);
    await server.kill();
    await sleep(500);
    finish();
    await sleep(1_500);
    await server.start();
    const begun = Date.now();
    await until(() => worked.includes('CR-2'));
    expect(Date.now() - begun).toBeLessThan(4_000);
    await until(() =>
      queue.enqueueChange('gw1', 'CR-3', 1).then(
        () => true,
        () => false,
      ),
    );
    await until(() => worked.includes('CR-3'));
    await sleep(700);
    expect(worked).toEqual(['CR-1', 'CR-2', 'CR-3']);
  });
});
