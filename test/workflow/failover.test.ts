import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { createChangeQueue } from '../../src/adapters/redis/change-queue';
import { connect, type RedisRole, whenReady } from '../../src/adapters/redis/connect';
import { openRecords } from '../../src/adapters/redis/records';
import { type Closer, serveGateways } from '../../src/adapters/redis/serve-gateways';
import { UnavailableError } from '../../src/errors';
import { guardDurability } from '../../src/roles/guard-durability';
import type { Role } from '../../src/roles/role';
import { execute } from '../../src/workflow/execute';
import { vote } from '../../src/workflow/vote';
import { auditOf, listeningLog, until } from '../adapters/redis/fixture';
import { idle, timings } from '../adapters/redis/queue-fixture';
import { type Forwarder, forwardTo } from '../forwarder';
import { type RedisServer, startRedis } from '../redis-server';
import { approvedRequest, partsOf } from './noop-worker';

/* A chat's and a worker's connections to an address that leads to Redis A, and after a failover to its replica B. */

let [a, b]: (RedisServer | undefined)[] = [];
let address: Forwarder;
let connections: Redis[] = [];
let closers: Closer[] = [];
let guard: Role;

afterEach(async () => {
  await guard.stop();
  await Promise.all(closers.splice(0).map((closer) => closer.close(1_000)));
  for (const redis of connections.splice(0)) redis.disconnect();
  await address.stop();
  await Promise.all([a?.stop(), b?.stop()]);
});

async function tell(server: RedisServer, ...words: [string, ...string[]]): Promise<string> {
  const redis = connect(server.url, 'chat', listeningLog());
  try {
    await whenReady(redis, 5_000);
    return String(await redis.call(...words));
  } finally {
    redis.disconnect();
  }
}

async function openInstallation() {
  const [first, second] = await Promise.all([startRedis(), startRedis()]);
  [a, b] = [first, second];
  const { hostname, port } = new URL(first.url);
  await tell(second, 'REPLICAOF', hostname, port);
  await until(async () => (await tell(second, 'INFO')).includes('master_link_status:up'), 20_000);
  address = await forwardTo(first.url);
  const log = listeningLog();
  const prefix = `failover-${randomBytes(4).toString('hex')}`;
  const keys = { auditKey: randomBytes(32), vaultKey: randomBytes(32) };
  const ran: string[] = [];
  const openAs = async (role: RedisRole) => {
    const redis = connect(`redis://127.0.0.1:${address.port}`, role, log);
    connections.push(redis);
    await whenReady(redis, 5_000);
    const queue = createChangeQueue(redis, prefix, log);
    closers.push(queue);
    const records = openRecords(redis, { prefix, ...keys, log });
    const onCmdlet = () => void ran.push('cmdlet');
    return { redis, parts: partsOf(records, queue, ['gw1'], { onCmdlet, log }) };
  };
  const [chat, worker] = [await openAs('chat'), await openAs('worker')];
  const watched = await guardDurability(worker.redis, log);
  guard = watched;
  closers.unshift(
    await serveGateways({ redis: worker.redis, prefix, log, timings }, ['gw1'], {
      ...idle,
      change: (job) => execute(worker.parts, job),
    }),
  );
  return {
    chat: chat.parts,
    worker: worker.parts,
    unsafe: () => watched.unsafe(),
    log,
    ran,
    /** B is made the master, A its replica, and new connections go to B. */
    async failOver() {
      const to = new URL(second.url);
      await tell(second, 'REPLICAOF', 'NO', 'ONE');
      await tell(first, 'REPLICAOF', to.hostname, to.port);
      address.leadTo(second.url);
    },
  };
}

/** Tried again as a person would who is told so, for some seconds. */
async function soon<T>(work: () => Promise<T>): Promise<T> {
  let answer: T | undefined;
  await until(async () => {
    try {
      answer = await work();
      return true;
    } catch (error) {
      if (error instanceof UnavailableError) return false;
      throw error;
    }
  }, 20_000);
  return answer as T;
}

const question = { kind: 'query', operation: 'list', args: {}, gateway: 'gw1' } as const;
test('after a failover all goes on with the new master: a list, a vote, its job, a question, once each', async () => {
  const { chat, worker, failOver, ran, unsafe } = await openInstallation();
  await expect(chat.queue.ask('gw1', question, 5_000)).resolves.toMatchObject({ kind: 'refused' });
  const approved = approvedRequest('CR-1', 'gw1', 1);
  const pending = await chat.store.create(
    { ...approved, state: 'pending', votes: [], due: { expiry: 9e12 } },
    auditOf('CR-1'),
  );
  await until(async () => (await tell(a as RedisServer, 'WAIT', '1', '1000')) === '1');
  await failOver();

  expect(await soon(() => chat.store.open())).toHaveLength(1);
  const fingerprint = pending.plan?.fingerprint ?? '';
  const ballot = { person: 'bob', chat: 'slack' as const, choice: 'approve' as const, fingerprint };
  await soon(async () => {
    const now = await chat.store.get('CR-1');
    if (now?.state === 'pending') await vote(chat, now, ballot);
  });
  const state = async () => (await soon(() => worker.store.get('CR-1')))?.state;
  await until(async () => (await state()) === 'unconfirmed', 15_000);
  expect(ran).toEqual(['cmdlet']);
  const answer = await soon(() => chat.queue.ask('gw1', question, 5_000));
  expect(answer).toMatchObject({ kind: 'refused' });
  // It was decided on B, by votes and entries that are there once.
  const records = await tell(b as RedisServer, 'INFO', 'replication');
  expect(records).toContain('role:master');
  const request = await chat.store.get('CR-1');
  expect(request?.votes).toHaveLength(1);
  expect((await chat.audit.verify()).ok).toBe(true);
  const written = await chat.audit.read({ request: 'CR-1' });
  expect(written.filter(({ action }) => action === 'vote.cast')).toHaveLength(1);
  await until(() => unsafe().length === 0, 10_000);
}, 60_000);

test('a bot that nobody writes to notices the failover too: no connection of it stays, listeners neither', async () => {
  const { chat, failOver, unsafe, log } = await openInstallation();
  await chat.queue.ask('gw1', question, 5_000);
  const clients = async () =>
    (await tell(a as RedisServer, 'CLIENT', 'LIST'))
      .split('\n')
      .filter((one) => one !== '' && !/cmd=client\|list|flags=[MS] /.test(one));
  expect((await clients()).some((one) => /cmd=subscribe/.test(one))).toBe(true);
  await failOver();
  await until(async () => (await clients()).length === 0, 20_000);
  await until(() => log.said.some((said) => said.includes('is a master again')), 20_000);
  await until(() => unsafe().length === 0, 20_000);
  const lost = log.said.filter((said) => said.includes('is no master now'));
  // Once for each of its two connections, and for the listener at most.
  expect(lost.length).toBeLessThan(4);
  expect(await chat.store.open()).toEqual([]);
}, 60_000);
