import { createChangeQueue } from '../../../src/adapters/redis/change-queue';
import { keysUnder } from '../../../src/adapters/redis/keys';
import { createWorkLeft } from '../../../src/adapters/redis/work-left';
import { type RedisServer, startRedis } from '../../redis-server';
import { auditOf, disconnectAll, freshRecords, quiet, requestOf } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(() => server.stop());

async function open() {
  const { redis, prefix, store } = await freshRecords(server);
  const queue = createChangeQueue(redis, prefix, quiet);
  const left = createWorkLeft(redis, prefix);
  return {
    store,
    queue,
    redis,
    keys: keysUnder(prefix),
    find: () => left.find(['gw1', 'gw2'], 1_000),
    close: () => Promise.all([queue.close(), left.close()]),
  };
}

it('nothing is left of a fresh installation', async () => {
  const { find, close } = await open();
  expect(await find()).toEqual([]);
  await close();
});

it('jobs are left, changes and readings, on each gateway', async () => {
  const { queue, find, close } = await open();
  await queue.enqueueChange('gw1', 'CR-1', 1);
  await queue.enqueuePlan('gw2', 'CR-2');
  expect(await find()).toEqual(['1 in the queue change-gw1', '1 in the queue read-gw2']);
  await close();
});

it('cards that are behind are left, until they are shown', async () => {
  const { store, find, close } = await open();
  const { version } = await store.create(requestOf('CR-1'), auditOf('CR-1'));
  expect(await find()).toEqual(['in slack the cards of CR-1', 'in teams the cards of CR-1']);
  await store.cardsShown('CR-1', 'slack', { version, posted: 0 });
  await store.cardsShown('CR-1', 'teams', { version, posted: 0 });
  expect(await find()).toEqual([]);
  await close();
});

it('notices and digests whose time has come are left', async () => {
  const { redis, keys, find, close } = await open();
  await redis.zadd(keys.mailboxes('teams'), 1, 'contoso');
  await redis.zadd(keys.digests, 1_000, 'mtgw', 1_001, 'contoso');
  expect(await find()).toEqual(['in teams the notices of contoso', 'the digest of mtgw']);
  await close();
});

it('due times that have come are left; to look at gates again goes on for ever', async () => {
  const { store, redis, keys, find, close } = await open();
  const due = { confirm: 1_000, expiry: 1_001, gates: 900 };
  await store.create(requestOf('CR-1', { state: 'unconfirmed', due }), auditOf('CR-1'));
  await redis.del(keys.behind('slack'), keys.behind('teams'));
  expect(await find()).toEqual(['due: confirm CR-1']);
  await close();
});
