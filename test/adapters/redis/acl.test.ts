import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { createChangeQueue } from '../../../src/adapters/redis/change-queue';
import { connect, whenReady } from '../../../src/adapters/redis/connect';
import { findDurabilityGaps } from '../../../src/adapters/redis/durability';
import { findOpenDoors } from '../../../src/adapters/redis/open-doors';
import { openRecords } from '../../../src/adapters/redis/records';
import { serveGateways } from '../../../src/adapters/redis/serve-gateways';
import { packageRoot } from '../../../src/package-root';
import { type RedisServer, startRedis } from '../../redis-server';
import { approvedRequest } from '../../workflow/noop-worker';
import { eventually } from '../chat-contract-parts';
import { idle, timings } from './queue-fixture';
import { quiet } from './fixture';

/* The users of examples/mtgw-redis.acl: enough for all that the bot does, and not for more. */

let server: RedisServer;
let url: string;
beforeAll(async () => {
  server = await startRedis();
  const owner = new Redis(server.url);
  const lines = readFileSync(join(packageRoot, 'examples', 'mtgw-redis.acl'), 'utf8').trim();
  const [first = '', second = ''] = lines.split('\n');
  // The one that lets strangers out goes last: this connection is a stranger's.
  for (const line of [second.replace('PASSWORD', 'correct'), first]) {
    const [, name = '', ...rules] = line.split(' ');
    await owner.call('ACL', 'SETUSER', name, ...rules);
  }
  owner.disconnect();
  url = server.url.replace('//', '//mtgw:correct@');
});
afterAll(() => server.stop());

it('the bot works as that user: records, audit, vault, notices, jobs, questions, durability', async () => {
  const redis = connect(url, 'worker', quiet);
  await whenReady(redis, 5_000);
  const log = quiet;
  const keys = { auditKey: randomBytes(32), vaultKey: randomBytes(32) };
  const records = openRecords(redis, { prefix: 'mtgw', ...keys, log });
  expect(await findDurabilityGaps(redis)).toEqual([]);
  const made = await records.store.create(approvedRequest('CR-1', 'gw1', 1), {
    at: 1,
    actor: 'alice',
    action: 'request.created',
    request: 'CR-1',
    detail: {},
  });
  expect(await records.store.proven('CR-1')).toEqual(made);
  const ref = await records.vault.seal('a key of a tunnel', 'psk', 60_000);
  expect(await records.vault.open(ref)).toBe('a key of a tunnel');
  expect(await records.health.tellOnce('mark', [])).toBe(true);
  const changed: string[] = [];
  const chat = connect(url, 'chat', quiet);
  await whenReady(chat, 5_000);
  const queue = createChangeQueue(chat, 'mtgw', quiet);
  const worker = await serveGateways({ redis, prefix: 'mtgw', log, timings }, ['gw1'], {
    ...idle,
    change: async ({ request }) => void changed.push(request),
  });
  await queue.enqueueChange('gw1', 'CR-1', 1);
  await eventually(
    () => changed,
    ({ length }) => length === 1,
  );
  const job = { kind: 'query' as const, gateway: 'gw1', operation: 'health', args: {} };
  expect(await queue.ask('gw1', job, 5_000)).toMatchObject({ kind: 'refused' });
  expect(await queue.servedBy('gw1')).toBe(1);
  expect(await records.audit.verify()).toMatchObject({ ok: true, entries: 1 });
  await worker.close();
  await queue.close();
  redis.disconnect();
  chat.disconnect();
});

it('that user may do nothing else, and strangers nothing at all', async () => {
  const own = new Redis(url);
  for (const command of [
    ['FLUSHALL'],
    ['KEYS', '*'],
    ['GET', 'something else'],
    ['CONFIG', 'SET', 'appendonly', 'no'],
    ['ACL', 'LIST'],
    ['SHUTDOWN'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['PUBLISH', 'another:channel', 'x'],
  ]) {
    const [name = '', ...words] = command;
    await expect(own.call(name, ...words)).rejects.toThrow(/NOPERM/);
  }
  own.disconnect();
  const stranger = new Redis(server.url);
  await expect(stranger.call('PING')).rejects.toThrow(/NOAUTH/);
  stranger.disconnect();
});

it('the doctor sees whether anybody gets in, and whether anybody listens', async () => {
  expect(await findOpenDoors(url)).toEqual([]);
  const open = await startRedis();
  expect(await findOpenDoors(open.url)).toEqual([
    expect.stringMatching(/takes everybody without a password/),
  ]);
  await open.stop();
  // Nobody answers there: what is not known is not said, but that it would be read on the way is.
  expect(await findOpenDoors('redis://mtgw:x@192.0.2.1:6379')).toEqual([
    expect.stringMatching(/not encrypted/),
  ]);
  expect(await findOpenDoors('rediss://mtgw:x@[::1]:1')).toEqual([]);
  expect(await findOpenDoors('/run/redis/redis.sock')).toEqual([]);
});
