import { enqueue } from '../../src/workflow/enqueue';
import { reconcile } from '../../src/workflow/reconcile';
import { keep } from '../../src/workflow/steer';
import { damageRecord, disconnectAll } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { openRealRecords } from './real-records';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

test('what waits behind a damaged record is told for whom it waits', async () => {
  const { parts, put, redis, prefix, close } = await openRealRecords(server);
  const tenant = 'contoso';
  await enqueue(parts, await put('CR-1', { tenant }));
  await damageRecord(redis, prefix, 'CR-1');
  expect((await enqueue(parts, await put('CR-2', { tenant }))).because).toBe(
    'CR-2 waits for CR-1.',
  );
  await close();
});

test('a change of a whole gateway that waits comes first, and those behind it are told so', async () => {
  const { parts, put, newest, close } = await openRealRecords(server);
  const gates = [{ id: 'reads-back', kind: 'immediate' as const, held: true, sentence: '', at: 1 }];
  const first = await put('CR-1', { state: 'unconfirmed', run: 1, startedRun: 1, gates });
  await put('CR-2', { risk: 'gateway', line: 'restart gateway=gw1', requester: 'bob' });
  await put('CR-3');
  await reconcile(parts);
  // CR-1 is a tenant's, CR-2 is not: what it is about is for the operators.
  expect(await newest('CR-2')).toMatchObject({
    because: 'CR-2 waits for CR-1, which is unconfirmed.',
    words: expect.stringContaining('CR-2 waits for CR-1 ('),
  });
  const behind =
    'CR-3 waits for CR-2 (restart gateway=gw1, asked by bob), whose turn on gw1 comes first.';
  expect(await newest('CR-3')).toMatchObject({
    state: 'approved',
    because: 'CR-3 waits for CR-2, whose turn on gw1 comes first.',
    words: behind,
  });
  await keep(parts, first, 'alice', undefined);
  await reconcile(parts);
  expect((await newest('CR-2')).state).toBe('queued');
  expect(await newest('CR-3')).toMatchObject({
    state: 'approved',
    words: 'CR-3 waits for CR-2 (restart gateway=gw1, asked by bob), which is queued.',
  });
  await close();
});
