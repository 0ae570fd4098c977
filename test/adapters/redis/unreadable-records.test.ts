import { type RedisServer, startRedis } from '../../redis-server';
import { unusableRecordsContract } from '../unusable-records-contract';
import {
  auditOf,
  damageRecord,
  disconnectAll,
  freshRecords,
  listeningLog,
  putRecord,
  requestOf,
  writeAsNewer,
} from './fixture';
import { recordsOn } from './records-on';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

/** CR-1 is damaged, CR-2 was written by a newer version, CR-3 is whole; each is due. */
async function threeRecords() {
  const log = listeningLog();
  const records = await freshRecords(server, { log });
  const { store, redis, prefix } = records;
  const key = (name: string) => `{${prefix}}:${name}`;
  for (const [id, confirm] of [
    ['CR-1', 100],
    ['CR-2', 200],
    ['CR-3', 300],
  ] as const) {
    await store.create(requestOf(id, { due: { confirm } }), auditOf(id));
  }
  await damageRecord(redis, prefix, 'CR-1');
  await writeAsNewer(redis, prefix, 'CR-2');
  return { ...records, log, key };
}

unusableRecordsContract(() => recordsOn(server));

describe('what cannot be read', () => {
  test('a state that is no word is damage', async () => {
    const { store, redis, key } = await threeRecords();
    const odd = { ...requestOf('CR-3'), state: 7 };
    await redis.hset(key('request:CR-3'), 'json', JSON.stringify(odd), 'state', '7');
    await expect(store.get('CR-3')).rejects.toThrow('it stands in no known state');
  });

  test('is left out of the lists, and said once, not each time', async () => {
    const { store, log } = await threeRecords();
    for (let round = 0; round < 3; round++) {
      expect((await store.open()).map(({ id }) => id)).toEqual(['CR-3']);
      expect((await store.recent(9)).map(({ id }) => id)).toEqual(['CR-3']);
    }
    for (const id of ['CR-1', 'CR-2']) {
      expect(log.said.filter((text) => text.includes(`The record of ${id}`))).toHaveLength(1);
    }
  });

  test('is said again once it had been well in between', async () => {
    const { store, log, redis, prefix } = await threeRecords();
    await store.open();
    await putRecord(redis, prefix, 'CR-1', { ...requestOf('CR-1', { due: { confirm: 100 } }) });
    expect((await store.open()).map(({ id }) => id)).toEqual(['CR-1', 'CR-3']);
    await damageRecord(redis, prefix, 'CR-1');
    await store.open();
    expect(log.said.filter((text) => text.includes('The record of CR-1'))).toHaveLength(2);
  });
});

describe('due times of what cannot be read', () => {
  test('a newer record is left at once to a process that knows it; a damaged one rests', async () => {
    const { store, redis, key } = await threeRecords();
    await store.claimDue(1_000);
    expect(Object.keys(await redis.hgetall(key('leases'))).toSorted()).toEqual([
      'confirm CR-1',
      'confirm CR-3',
    ]);
  });

  test('a kind of due time that only a newer version knows is not claimed', async () => {
    const { store, redis, key } = await threeRecords();
    await redis.zadd(key('due'), 50, 'window CR-3');
    expect(await store.claimDue(1_000)).toEqual([{ id: 'CR-3', kind: 'confirm' }]);
    expect(await redis.hexists(key('leases'), 'window CR-3')).toBe(0);
  });
});
