import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeRequest } from '../../../approvals/request';
import { type Closer } from '../../../src/adapters/redis/serve-gateways';
import { type OutboxOptions, serveOutbox } from '../../../src/adapters/redis/serve-outbox';
import { NotThereError } from '../../../src/errors';
import type { ChangeStore } from '../../../src/ports/store';
import { type RedisServer, startRedis } from '../../redis-server';
import { auditOf, disconnectAll, freshRecords, listeningLog, requestOf, until } from './fixture';

let server: RedisServer;
const closers: Closer[] = [];

beforeAll(async () => {
  server = await startRedis();
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((closer) => closer.close()));
  disconnectAll();
});
afterAll(async () => await server.stop());

async function serve(options: OutboxOptions, show: (id: string) => Promise<void>): Promise<Closer> {
  const closer = await serveOutbox({ backOffMs: 20, ...options }, 'slack', show);
  closers.push(closer);
  return closer;
}

/** What a chat does: show the newest version, and say so. */
async function showNewest(store: ChangeStore, id: string): Promise<number> {
  const version = (await store.get(id))?.version ?? 0;
  await store.cardsShown(id, 'slack', { version, posted: 0 });
  return version;
}

async function moveOn(store: ChangeStore, request: ChangeRequest): Promise<ChangeRequest> {
  const result = await store.move(request, request, auditOf(request.id));
  if (!result.moved) throw new Error('not moved');
  return result.request;
}

describe('the outbox', () => {
  test('shows a request soon after every write, without being asked', async () => {
    const { store, ...options } = await freshRecords(server);
    const shown: number[] = [];
    const log = listeningLog();
    await serve({ ...options, log, pollMs: 60_000 }, async (id) => {
      shown.push(await showNewest(store, id));
    });
    let request = await store.create(requestOf('CR-1'), auditOf('CR-1'));
    const begun = Date.now();
    await until(() => shown.includes(1));
    expect(Date.now() - begun).toBeLessThan(500);
    request = await moveOn(store, request);
    await until(() => shown.includes(2));
    await moveOn(store, request);
    await until(() => shown.includes(3));
    expect(log.said).toEqual([]);
  });

  test('finds marks that nobody announced, as after a crash', async () => {
    const { store, redis, ...options } = await freshRecords(server);
    await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await store.create(requestOf('CR-2'), auditOf('CR-2'));
    const shown: string[] = [];
    const log = listeningLog();
    await serve({ ...options, redis, log, pollMs: 50 }, async (id) => {
      shown.push(id);
      await showNewest(store, id);
    });
    await until(() => shown.length === 2);
    await redis.zadd(`{${options.prefix}}:behind:slack`, 1, 'CR-1');
    await until(() => shown.length === 3);
    expect(shown).toEqual(['CR-1', 'CR-2', 'CR-1']);
  });

  test('tries again, later each time, until the chat takes it; others do not wait for it', async () => {
    const { store, ...options } = await freshRecords(server);
    const log = listeningLog();
    const tries: number[] = [];
    const others: string[] = [];
    await serve({ ...options, log }, async (id) => {
      if (id === 'CR-1') {
        tries.push(Date.now());
        if (tries.length < 5) throw new Error('slack is down');
      } else others.push(id);
      await showNewest(store, id);
    });
    await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await store.create(requestOf('CR-2'), auditOf('CR-2'));
    await until(() => others.length === 1);
    await until(async () => (await store.behind('slack')).length === 0);
    expect(tries).toHaveLength(5);
    const waits = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    expect(waits[3]).toBeGreaterThan(140);
    expect(log.said).toHaveLength(4);
    expect(log.said[0]).toContain('The cards of CR-1 in slack could not be shown; trying again.');
  });

  test('says once that the bot is not where it should post, and shows the card when it is let in', async () => {
    const { store, ...options } = await freshRecords(server);
    const log = listeningLog();
    let tries = 0;
    await serve({ ...options, log }, async (id) => {
      tries += 1;
      if (tries < 4) throw new NotThereError('I am not in this channel.');
      await showNewest(store, id);
    });
    await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await until(async () => (await store.behind('slack')).length === 0 && tries === 4);
    expect(log.said).toHaveLength(1);
  });

  test('a handler that shows nothing is not called without pause', async () => {
    const { store, ...options } = await freshRecords(server);
    let calls = 0;
    await serve({ ...options, log: listeningLog() }, async () => void (calls += 1));
    await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await sleep(400);
    expect(calls).toBeGreaterThan(2);
    expect(calls).toBeLessThan(8);
  });

  test('a request is shown by one process at a time, and the newest version last', async () => {
    const { store, prefix } = await freshRecords(server);
    let now = 0;
    let most = 0;
    let last = 0;
    const log = listeningLog();
    for (let i = 0; i < 3; i++) {
      const { redis } = await freshRecords(server, { prefix });
      await serve({ redis, prefix, log, pollMs: 30 }, async (id) => {
        now += 1;
        most = Math.max(most, now);
        await sleep(15);
        last = await showNewest(store, id);
        now -= 1;
      });
    }
    let request = await store.create(requestOf('CR-1'), auditOf('CR-1'));
    for (let i = 0; i < 30; i++) {
      request = await moveOn(store, request);
      await sleep(5);
    }
    await until(async () => (await store.behind('slack')).length === 0);
    expect(most).toBe(1);
    expect(last).toBe(31);
  });

  test('what a dead process was showing goes to another when its lock lapses', async () => {
    const { store, redis, ...options } = await freshRecords(server);
    await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await redis.set(`{${options.prefix}}:showing:slack:CR-1`, 'dead', 'PX', 300);
    const shown: string[] = [];
    await serve({ ...options, redis, log: listeningLog(), pollMs: 50 }, async (id) => {
      shown.push(id);
      await showNewest(store, id);
    });
    await sleep(150);
    expect(shown).toEqual([]);
    await until(() => shown.length === 1);
  });

  test('a slow handler keeps its lock', async () => {
    const { store, prefix } = await freshRecords(server);
    const log = listeningLog();
    let calls = 0;
    for (let i = 0; i < 2; i++) {
      const { redis } = await freshRecords(server, { prefix });
      await serve({ redis, prefix, log, pollMs: 30, lockMs: 1_000 }, async (id) => {
        calls += 1;
        await sleep(3_000);
        await showNewest(store, id);
      });
    }
    await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await until(async () => (await store.behind('slack')).length === 0);
    expect(calls).toBe(1);
  });

  test('goes on after Redis was restarted', async () => {
    const { store, redis, ...options } = await freshRecords(server);
    const shown: number[] = [];
    await serve({ ...options, redis, log: listeningLog(), pollMs: 100 }, async (id) => {
      shown.push(await showNewest(store, id));
    });
    const request = await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await until(() => shown.includes(1));
    await server.kill();
    await sleep(300);
    await server.start();
    await moveOn(store, request);
    await until(() => shown.includes(2));
  });
});
