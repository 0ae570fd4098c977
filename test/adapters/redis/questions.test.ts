import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError, UnavailableError, UserError } from '../../../src/errors';
import type { ReadJob } from '../../../src/ports/queue';
import { type RedisServer, startRedis } from '../../redis-server';
import { closeAll, newQueue, newWorker } from './queue-fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(closeAll);
afterAll(async () => await server.stop());

const list: ReadJob = { kind: 'query', operation: 'list-s2s', args: {}, gateway: 'gw1' };

describe('questions', () => {
  test('are answered by the worker, ten at once', async () => {
    const { queue, prefix } = await newQueue(server);
    await newWorker(server, prefix, ['gw1'], {
      read: async (job) => ({
        kind: 'message',
        message: { summary: job.operation, blocks: [] },
      }),
    });
    const asked = Array.from({ length: 10 }, (_, i) =>
      queue.ask('gw1', { ...list, operation: `list-${i}` }, 2_000),
    );
    const summaries = (await Promise.all(asked)).map((answer) =>
      answer.kind === 'message' ? answer.message.summary : '',
    );
    expect(summaries).toEqual(Array.from({ length: 10 }, (_, i) => `list-${i}`));
  });

  test('an error keeps its kind and its sentence', async () => {
    const { queue, prefix } = await newQueue(server);
    const at = { target: 'gw1', cmdlet: 'Get-VpnS2SInterface', errorId: 'timeout' };
    const errors = [
      new GatewayError('gw1 did not answer.', at),
      new UnavailableError('Not now.'),
      new Error('oops'),
      new UserError('There is no tenant contos.', ['list-s2s tenant=contoso']),
    ];
    await newWorker(server, prefix, ['gw1'], { read: async () => Promise.reject(errors.shift()) });
    await expect(queue.ask('gw1', list, 2_000)).rejects.toMatchObject({
      name: 'GatewayError',
      message: 'gw1 did not answer.',
      ...at,
    });
    await expect(queue.ask('gw1', list, 2_000)).rejects.toThrow(new UnavailableError('Not now.'));
    await expect(queue.ask('gw1', list, 2_000)).rejects.toThrow('The worker failed: oops');
    expect(await queue.ask('gw1', list, 2_000)).toEqual({
      kind: 'refused',
      sentence: 'There is no tenant contos.',
      suggestions: ['list-s2s tenant=contoso'],
    });
  });

  test('are refused at once where no worker serves', async () => {
    const { queue, prefix } = await newQueue(server);
    const begun = Date.now();
    await expect(queue.ask('gw1', list, 5_000)).rejects.toThrow('No worker serves gw1 now');
    expect(Date.now() - begun).toBeLessThan(500);
    const workers = [
      await newWorker(server, prefix, ['gw1'], {}),
      await newWorker(server, prefix, ['gw1', 'gw2'], {}),
    ];
    expect(await Promise.all(['gw1', 'gw2', 'gw3'].map((gw) => queue.servedBy(gw)))).toEqual([
      2, 1, 0,
    ]);
    await workers[1]?.close();
    expect(await Promise.all(['gw1', 'gw2'].map((gw) => queue.servedBy(gw)))).toEqual([1, 0]);
  });

  test('are given up in time, and then nobody reads for nothing', async () => {
    const { queue, prefix } = await newQueue(server);
    let read = 0;
    let slow = true;
    const read4 = async () => {
      read += 1;
      while (slow) await sleep(5);
      return { kind: 'refused' as const, sentence: 'late', suggestions: [] };
    };
    await newWorker(server, prefix, ['gw1'], { read: read4 });
    const asked = Array.from({ length: 6 }, () => queue.ask('gw1', list, 300));
    const begun = Date.now();
    for (const question of asked) {
      await expect(question).rejects.toThrow('No worker answered for gw1 within 0.3 s');
    }
    expect(Date.now() - begun).toBeLessThan(600);
    // Taken back right then; on a busy machine that is not at once.
    await sleep(500);
    slow = false;
    await sleep(100);
    expect(read).toBe(4);
  });
});
