import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { emptyHead, type Head, sealEntry } from '../../../src/adapters/redis/audit-chain';
import { createTurnAskers } from '../../../src/adapters/redis/audit-turn';
import { keysUnder } from '../../../src/adapters/redis/keys';
import { runScript } from '../../../src/adapters/redis/scripts';
import { type RedisServer, startRedis } from '../../redis-server';
import { auditKey, auditOf, disconnectAll, freshRecords, requestOf } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

/** Writers that say over which head they write, as processes would that know no newer one. */
async function openWriters() {
  const { redis, prefix, audit } = await freshRecords(server);
  const keys = keysUnder(prefix);
  const touched = [keys.audit, keys.auditHead, keys.auditOf('CR-1')];
  const write = (mark: string, over: Head) => {
    const { seq, mac, text } = sealEntry(auditOf('CR-1'), over, auditKey);
    const answer = runScript(redis, 'append', touched, [seq, over.mac, mac, text, mark, 'CR-1']);
    return { at: { seq, mac }, answer: answer as Promise<string[]> };
  };
  const turn = () => redis.hget(keys.auditHead, 'turn');
  const give = (to: string) => redis.hset(keys.auditHead, 'turn', to);
  return { audit, write, turn, give };
}

describe('the turn to write to the audit log', () => {
  test('is of whoever came with an old head, and others wait until it has written', async () => {
    const { write, audit, turn } = await openWriters();
    const first = write('a:0', emptyHead);
    const late = write('b:0', emptyHead);
    const faster = write('a:1', first.at);
    const again = write('b:0', first.at);
    const next = write('a:1', again.at);
    const head = [`${first.at.seq}`, first.at.mac];
    expect(await Promise.all([first, late, faster, again, next].map((one) => one.answer))).toEqual([
      ['written'],
      ['head', ...head],
      ['head', ...head, 'wait'],
      ['written'],
      ['written'],
    ]);
    expect(await turn()).toBeNull();
    expect(await audit.verify()).toEqual({ entries: 3, ok: true });
  });

  test('is over in a moment when it is not taken', async () => {
    const { write } = await openWriters();
    const first = write('a:0', emptyHead);
    await write('b:0', emptyHead).answer;
    await sleep(40);
    expect(await write('a:1', first.at).answer).toEqual(['written']);
  });

  test('is none when it ends later than any that is given', async () => {
    const { write, give } = await openWriters();
    await give(`b ${Date.now() + 3_600_000}`);
    expect(await write('a:0', emptyHead).answer).toEqual(['written']);
  });
});

test('of one process one write asks for the turn, and the others wait for it', async () => {
  const askerOf = createTurnAskers();
  const [asks, waits] = [askerOf(), askerOf()];
  await asks.wait();
  await waits.wait();
  await asks.ready();
  let isReady = false;
  const ready = waits.ready().then(() => (isReady = true));
  await sleep(10);
  expect(isReady).toBe(false);
  asks.done();
  await ready;
  await askerOf().ready();
});

test('who has proven a record writes behind what others wrote meanwhile, and is not refused first', async () => {
  const ours = await freshRecords(server);
  const theirs = await freshRecords(server, { prefix: ours.prefix });
  await ours.audit.append(auditOf('CR-2'));
  const made = await theirs.store.create(requestOf('CR-1'), auditOf('CR-1'));
  const proven = await ours.store.proven('CR-1');
  expect(proven).toEqual(made);
  const before = await scriptsRun(ours.redis);
  const moved = await ours.store.move(made, { ...made, because: 'It goes on.' }, auditOf('CR-1'));
  expect(moved.moved).toBe(true);
  expect((await scriptsRun(ours.redis)) - before).toBe(1);
});

test('records that are proven at once are proven in two readings, and each is judged by itself', async () => {
  const { store, redis, prefix } = await freshRecords(server);
  const ids = Array.from({ length: 30 }, (_, i) => `CR-${i + 1}`);
  const made = await Promise.all(
    ids.map((id) => store.create(requestOf(id, { tenant: id }), auditOf(id))),
  );
  await redis.hset(`{${prefix}}:request:CR-7`, 'seal', 'f'.repeat(64));
  const before = await scriptsRun(redis);
  const proven = await Promise.allSettled([...ids, 'CR-99'].map((id) => store.proven(id)));
  expect((await scriptsRun(redis)) - before).toBe(2);
  expect(proven.pop()).toEqual({ status: 'fulfilled', value: undefined });
  const [seventh] = proven.splice(6, 1);
  expect(seventh).toMatchObject({ status: 'rejected', reason: { name: 'UnreadableRecordError' } });
  expect(proven.map((one) => one.status === 'fulfilled' && one.value)).toEqual(
    made.filter(({ id }) => id !== 'CR-7'),
  );
});

async function scriptsRun(redis: Redis): Promise<number> {
  const stats = await redis.info('commandstats');
  const calls = [...stats.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm)];
  return calls.reduce((all, [, count]) => all + Number(count), 0);
}
