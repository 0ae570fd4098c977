import { createChangeQueue } from '../../../src/adapters/redis/change-queue';
import { connect, whenReady } from '../../../src/adapters/redis/connect';
import { followMaster } from '../../../src/adapters/redis/follow-master';
import { UnavailableError } from '../../../src/errors';
import { type RedisServer, startRedis } from '../../redis-server';
import {
  auditOf,
  connected,
  disconnectAll,
  freshRecords,
  listeningLog,
  quiet,
  requestOf,
  until,
} from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(async () => {
  disconnectAll();
  await server.start().catch(() => {});
});
afterAll(async () => await server.stop());

describe('when Redis is gone', () => {
  test('nothing that was acknowledged is lost by kill -9, and everybody goes on', async () => {
    const log = listeningLog();
    const chat = await freshRecords(server, { role: 'chat', log });
    const worker = await freshRecords(server, { prefix: chat.prefix });
    const acknowledged: string[] = [];
    let stop = false;
    const writing = Array.from({ length: 8 }, async (_, i) => {
      for (let n = 0; !stop; n++) {
        const id = `CR-${i}-${n}`;
        try {
          await chat.store.create(requestOf(id), auditOf(id));
          acknowledged.push(id);
        } catch (error) {
          expect(error).toBeInstanceOf(UnavailableError);
          return;
        }
      }
    });
    await until(() => acknowledged.length > 200);
    await server.kill();
    stop = true;
    await Promise.all(writing);
    await until(() => log.said.some((said) => said.includes('is away')));
    // The worker's write waits for Redis instead of failing.
    const patient = worker.store.create(requestOf('CR-9'), auditOf('CR-9'));
    await server.start();
    await patient;
    await until(() => log.said.some((said) => said.includes('is back')));
    const there = new Set((await chat.store.open()).map(({ id }) => id));
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    expect((await chat.audit.verify()).ok).toBe(true);
    expect((await worker.audit.verify()).ok).toBe(true);
  });

  test('a chat command fails within two seconds, in a sentence', async () => {
    const { store, intents, vault, audit, redis, prefix } = await freshRecords(server, {
      role: 'chat',
    });
    const queue = createChangeQueue(redis, prefix, quiet);
    await queue.enqueueChange('gw1', 'CR-1', 1);
    await server.kill();
    await until(() => redis.status !== 'ready');
    const calls: (() => Promise<unknown>)[] = [
      () => store.get('CR-1'),
      () => store.create(requestOf('CR-1'), auditOf('CR-1')),
      () => intents.find('gw1'),
      () => vault.seal('x', 'key', 1_000),
      () => audit.verify(),
      () => queue.enqueueChange('gw1', 'CR-1', 2),
      () => queue.enqueueChange('gw2', 'CR-1', 1),
      () => queue.ask('gw1', { kind: 'query', operation: 'list', args: {}, gateway: 'gw1' }, 5_000),
    ];
    // Side by side, because each may wait a moment for a Redis that only restarts.
    await Promise.all(
      calls.map(async (call) => {
        const begun = Date.now();
        await expect(call()).rejects.toThrow(UnavailableError);
        expect(Date.now() - begun).toBeLessThan(2_000);
      }),
    );
    await expect(store.get('CR-1')).rejects.toThrow(/^Redis at 127\.0\.0\.1:\d+ does not answer\./);
    await queue.close();
  });

  test('a chat command fails within two seconds on a Redis that hangs, and works again after', async () => {
    const { store } = await freshRecords(server, { role: 'chat' });
    await store.create(requestOf('CR-1'), auditOf('CR-1'));
    server.freeze();
    const begun = Date.now();
    try {
      await expect(store.get('CR-1')).rejects.toThrow(/did not answer in time/);
      expect(Date.now() - begun).toBeLessThan(2_000);
    } finally {
      server.resume();
    }
    await until(async () => (await store.get('CR-1').catch(() => undefined))?.id === 'CR-1');
  });

  test('a full memory is said as such, and nothing is half written', async () => {
    const { store, redis, audit } = await freshRecords(server, { role: 'chat' });
    const made = await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await redis.config('SET', 'maxmemory', '1');
    try {
      const move = store.move(made, { ...made, state: 'pending' }, auditOf('CR-1'));
      await expect(move).rejects.toThrow(/refuses to write \(OOM\)/);
    } finally {
      await redis.config('SET', 'maxmemory', '0');
    }
    expect(await store.get('CR-1')).toEqual(made);
    expect(await audit.verify()).toEqual({ entries: 1, ok: true });
    expect((await store.move(made, { ...made, state: 'pending' }, auditOf('CR-1'))).moved).toBe(
      true,
    );
  });

  test('a server that became a replica is said as such, and who waits goes on once it is a master', async () => {
    const { store, prefix } = await freshRecords(server, { role: 'chat' });
    const worker = await freshRecords(server, { prefix });
    const outside = await connected(server);
    await outside.call('REPLICAOF', '127.0.0.1', '1');
    try {
      await expect(store.create(requestOf('CR-1'), auditOf('CR-1'))).rejects.toThrow(
        /takes nothing now: it starts, or a failover is under way/,
      );
      const waiting = worker.store.create(requestOf('CR-2'), auditOf('CR-2'));
      await until(() => worker.redis.status !== 'ready');
      await outside.call('REPLICAOF', 'NO', 'ONE');
      await waiting;
    } finally {
      await outside.call('REPLICAOF', 'NO', 'ONE');
    }
    await until(async () => (await store.open().catch(() => [])).length === 1);
    expect(await worker.audit.verify()).toEqual({ entries: 1, ok: true });
  });

  test.each([
    "READONLY You can't write against a read only replica.",
    "READONLY You can't write against a read only replica. script: 1e2, on @user_script:3.",
    "ERR Error running script (call to f_1e2): @user_script:3: @user_script: 3: -READONLY You can't write against a read only replica.",
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    'LOADING Redis is loading the dataset in memory',
    'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)',
  ])('%s: the connection is opened again', (message) => {
    const { options } = followMaster('sent again', quiet);
    expect(options.reconnectOnError?.(new Error(message))).toBe(2);
    expect(followMaster('told', quiet).options.reconnectOnError?.(new Error(message))).toBe(1);
    expect(options.reconnectOnError?.(new Error('ERR no such key READONLY'))).toBe(false);
  });

  test('who waits for it to come hears when it does not', async () => {
    const redis = connect('redis://:secret@127.0.0.1:1', 'chat', quiet);
    try {
      await expect(whenReady(redis, 100)).rejects.toThrow(
        'Redis at 127.0.0.1:1 cannot be reached (ECONNREFUSED). Is it running, and is its address right?',
      );
    } finally {
      redis.disconnect();
    }
  });
});
