import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeRequest } from '../../../approvals/request';
import { archiveOld } from '../../../src/adapters/redis/archive';
import { sealAudit } from '../../../src/adapters/redis/audit-seal';
import { type RedisServer, startRedis } from '../../redis-server';
import { restarted } from './audit-fixture';
import { auditKey, auditOf, disconnectAll, freshRecords, requestOf } from './fixture';

/* Somebody can write to Redis and has no key of the installation. What the bot did not write last is not believed. */

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

const forgery = 'it was not written by the bot';

/** CR-1 was made, waited, and was approved by bob, whose vote is in the log. */
async function approved() {
  const records = await freshRecords(server);
  const key = (name: string) => `{${records.prefix}}:${name}`;
  const { store } = records;
  const move = async (
    from: ChangeRequest,
    change: Partial<ChangeRequest>,
    by = auditOf(from.id),
  ) => {
    const result = await store.move(from, { ...from, ...change }, by);
    if (!result.moved) throw new Error('not moved');
    return result.request;
  };
  const made = await store.create(requestOf('CR-1'), auditOf('CR-1', 'request.created'));
  const pending = await move(made, { state: 'pending' });
  const detail = { choice: 'approve', fingerprint: 'f1' };
  const voted = await move(
    pending,
    { because: 'voted' },
    {
      ...auditOf('CR-1', 'vote.cast'),
      actor: 'bob',
      detail,
    },
  );
  const request = await move(
    voted,
    { state: 'approved' },
    {
      ...auditOf('CR-1', 'request.approved'),
      actor: 'mtgw',
      detail: { votes: ['bob'], fingerprint: 'f1' },
    },
  );
  return { ...records, key, move, request };
}

describe('a record that the bot did not write', () => {
  test('a vote that is put into it is not believed, and the trail says so', async () => {
    const { store, audit, redis, key, request } = await approved();
    const votes = [{ person: 'carol', choice: 'approve', fingerprint: 'f1' }];
    await redis.hset(key('request:CR-1'), 'json', JSON.stringify({ ...request, votes }));
    await expect(store.get('CR-1')).rejects.toThrow(forgery);
    await expect(store.proven('CR-1')).rejects.toThrow(forgery);
    expect(await store.open()).toEqual([]);
    expect(await audit.verify()).toMatchObject({
      ok: false,
      problem: { sentence: 'The record of CR-1 was not written by the bot.' },
    });
  });

  test('a whole record that is made up is not believed', async () => {
    const { store, redis, key, request } = await approved();
    const json = JSON.stringify({ ...request, id: 'CR-9' });
    const fields = await redis.hgetall(key('request:CR-1'));
    await redis.hset(key('request:CR-9'), { ...fields, json });
    await redis.zadd(key('open'), 9, 'CR-9');
    await expect(store.get('CR-9')).rejects.toThrow(forgery);
    expect((await store.open()).map(({ id }) => id)).toEqual(['CR-1']);
  });

  test('one without a seal is not believed', async () => {
    const { store, redis, key } = await approved();
    await redis.hdel(key('request:CR-1'), 'seal');
    await expect(store.get('CR-1')).rejects.toThrow(forgery);
  });

  test('a write over it is refused, and it keeps what it holds', async () => {
    const { store, redis, key, move, request } = await approved();
    const queued = await move(request, { state: 'queued' });
    const applying = await move(queued, { state: 'applying' });
    await redis.hset(key('request:CR-1'), 'json', JSON.stringify({ ...applying, done: 7 }));
    await expect(store.get('CR-1')).rejects.toThrow(forgery);
    const other = await store.create(requestOf('CR-2'), auditOf('CR-2'));
    const answer = await store.move(other, { ...other, state: 'applying' }, auditOf('CR-2'));
    expect(answer).toMatchObject({ moved: false, why: 'held', holder: 'CR-1' });
  });
});

describe('an older copy of a record that is put back', () => {
  test('is not run, and the trail says so', async () => {
    const { store, audit, redis, key, move, request } = await approved();
    const copy = await redis.hgetall(key('request:CR-1'));
    await move(request, { state: 'cancelled' });
    await redis.hset(key('request:CR-1'), copy);
    await expect(store.proven('CR-1')).rejects.toThrow(
      'it is older than entry 5 of the audit log, which wrote it last',
    );
    expect(await audit.verify()).toMatchObject({
      ok: false,
      problem: { seq: 5, sentence: 'The record of CR-1 is not the one that entry 5 wrote.' },
    });
  });

  test('is not run when the bot itself went on from it, by no process, and the trail says so for ever', async () => {
    const { store, audit, redis, prefix, key, move, request } = await approved();
    const copy = await redis.hgetall(key('request:CR-1'));
    await move(request, { state: 'cancelled' });
    await redis.hset(key('request:CR-1'), copy);
    const queued = await move(request, { state: 'queued' });
    await move(queued, { because: 'It goes on.' });
    for (const one of [store, restarted(redis, prefix).store]) {
      await expect(one.proven('CR-1')).rejects.toThrow('it goes on from an older record');
    }
    // Nor when the list of its entries hides what came between.
    await redis.lrem(key('audit-of:CR-1'), 1, '5');
    await redis.lpop(key('audit-of:CR-1'), 4);
    await expect(restarted(redis, prefix).store.proven('CR-1')).rejects.toThrow(/not all of its/);
    await redis.del(key('audit-of:CR-1'));
    await redis.rpush(key('audit-of:CR-1'), ...[1, 2, 3, 4, 5, 6, 7]);
    expect(await audit.verify()).toMatchObject({
      ok: false,
      problem: {
        seq: 6,
        sentence: 'Entry 6 goes on from an older record of CR-1, which had been put back.',
      },
    });
  });

  test('is not run when the entries behind it are taken away', async () => {
    const { store, redis, key, move, request } = await approved();
    const copy = await redis.hgetall(key('request:CR-1'));
    await move(request, { state: 'cancelled' });
    await redis.hset(key('request:CR-1'), copy);
    await redis.xdel(key('audit'), '5-0');
    await expect(store.proven('CR-1')).rejects.toThrow(
      'The audit log ends at entry 4, its head says 5.',
    );
  });

  test('is not run by who has seen the end, when the log is cut with its head', async () => {
    const { store, redis, key, move, request } = await approved();
    const copy = await redis.hgetall(key('request:CR-1'));
    const head = await redis.hgetall(key('audit-head'));
    await move(request, { state: 'cancelled' });
    await redis.hset(key('request:CR-1'), copy);
    await redis.hset(key('audit-head'), head);
    await redis.xdel(key('audit'), '5-0');
    await expect(store.proven('CR-1')).rejects.toThrow('entry 5 was there before');
  });

  test('an entry that it names and that did not write it proves nothing', async () => {
    const { store, redis, key, move, request } = await approved();
    const copy = await redis.hgetall(key('request:CR-1'));
    await move(request, { state: 'cancelled' });
    await redis.hset(key('request:CR-1'), { ...copy, seq: '5' });
    await expect(store.proven('CR-1')).rejects.toThrow('it is not the one that entry 5');
  });
});

describe('a record that the bot wrote', () => {
  test('is proven, whatever others wrote since, over any number of entries', async () => {
    const { store, audit, request } = await approved();
    for (let i = 0; i < 2_100; i += 100) {
      const some = Array.from({ length: 100 }, (_, j) => ({ ...auditOf(`CR-${j + 2}`), at: i }));
      await Promise.all(some.map((draft) => audit.append(draft)));
    }
    expect(await store.proven('CR-1')).toEqual(request);
    expect(await audit.verify()).toMatchObject({ ok: true });
  });

  test('is proven by a process that has just started', async () => {
    const { redis, prefix, request } = await approved();
    expect(await restarted(redis, prefix).store.proven('CR-1')).toEqual(request);
  });

  test('what is not there is undefined', async () => {
    const { store } = await approved();
    expect(await store.proven('CR-7')).toBeUndefined();
  });
});

describe('a process that has read the log before', () => {
  test('proves what was written before the place where it began', async () => {
    const { redis, prefix, request } = await approved();
    const { store } = restarted(redis, prefix);
    const young = await store.create(requestOf('CR-2'), auditOf('CR-2'));
    const { store: fresh } = restarted(redis, prefix);
    expect(await fresh.proven('CR-2')).toEqual(young);
    expect(await fresh.proven('CR-1')).toEqual(request);
    expect(await fresh.proven('CR-2')).toEqual(young);
  });

  test('finds an older copy, and one whose entry it has read is taken away', async () => {
    const { store, redis, key, move, request } = await approved();
    expect(await store.proven('CR-1')).toEqual(request);
    const copy = await redis.hgetall(key('request:CR-1'));
    await move(request, { state: 'cancelled' });
    expect(await store.proven('CR-1')).toMatchObject({ state: 'cancelled' });
    await redis.hset(key('request:CR-1'), copy);
    await expect(store.proven('CR-1')).rejects.toThrow('it is older than entry 5');
    await redis.xdel(key('audit'), '5-0');
    await expect(store.proven('CR-1')).rejects.toThrow('it is older than entry 5');
  });

  test('stops at a break, and goes on once a person has sealed it', async () => {
    const { store, audit, redis, prefix, key, request } = await approved();
    expect(await store.proven('CR-1')).toEqual(request);
    for (let i = 0; i < 3; i++) await audit.append(auditOf('CR-2'));
    await redis.xdel(key('audit'), '6-0');
    await expect(store.proven('CR-1')).rejects.toThrow('Entry 6 is missing');
    await expect(store.proven('CR-1')).rejects.toThrow('Entry 6 is missing');
    await sealAudit(redis, { prefix, auditKey }, { by: 'root', because: 'a test', at: 1 });
    expect(await store.proven('CR-1')).toEqual(request);
  });

  test('goes on when what it had not read yet was archived', async () => {
    const { store, audit, redis, prefix, request } = await approved();
    expect(await store.proven('CR-1')).toEqual(request);
    const other = restarted(redis, prefix);
    for (let i = 0; i < 3; i++) await audit.append(auditOf('CR-3'));
    const young = await other.store.create(requestOf('CR-2'), { ...auditOf('CR-2'), at: 9_000 });
    const closed = { ...request, state: 'cancelled' as const };
    expect((await other.store.move(request, closed, auditOf('CR-1'))).moved).toBe(true);
    const file = join(mkdtempSync(join(tmpdir(), 'mtgw-prove-')), 'old.jsonl');
    const archiving = { file, before: 5_000, at: 9_500, by: 'mtgw' };
    expect((await archiveOld(redis, { prefix, auditKey }, archiving)).entries).toBeGreaterThan(5);
    expect(await store.proven('CR-2')).toEqual(young);
  });

  test('many at once are each proven by what they are', async () => {
    const { store, request } = await approved();
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.create(requestOf(`CR-${i + 2}`), auditOf(`CR-${i + 2}`)),
      ),
    );
    const proven = await Promise.all([request, ...made].map(({ id }) => store.proven(id)));
    expect(proven).toEqual([request, ...made]);
  });
});

describe('an approval', () => {
  test.each([
    ['somebody who never voted', ['bob', 'carol'], 'f1', 'carol'],
    ['somebody who voted for another plan', ['bob'], 'f2', 'bob'],
  ])('in the name of %s is found', async (_, votes, fingerprint, forged) => {
    const { audit, move, request } = await approved();
    await move(
      request,
      { state: 'approved' },
      {
        ...auditOf('CR-1', 'request.approved'),
        detail: { votes, fingerprint },
      },
    );
    expect(await audit.verify()).toMatchObject({
      ok: false,
      problem: {
        seq: 5,
        sentence: `Entry 5 says that ${forged} approved CR-1, and no entry before it is that vote.`,
      },
    });
  });
});
