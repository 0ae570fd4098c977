import { randomBytes } from 'node:crypto';
import type { ChangeRequest } from '../../approvals/request';
import { createChangeQueue } from '../../src/adapters/redis/change-queue';
import { enqueue } from '../../src/workflow/enqueue';
import { tick } from '../../src/workflow/due';
import {
  auditOf,
  damageRecord,
  disconnectAll,
  freshRecords,
  listeningLog,
  writeAsNewer,
} from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { approvedRequest, partsOf } from './noop-worker';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

async function openDue() {
  const log = listeningLog();
  const records = await freshRecords(server, {
    log,
    prefix: `due${randomBytes(4).toString('hex')}`,
  });
  const queue = createChangeQueue(records.redis, records.prefix, log);
  const parts = partsOf(records, queue, ['gw1'], { onCmdlet: () => {}, log });
  const put = (id: string, change: Partial<ChangeRequest>) =>
    parts.store.create(
      { ...approvedRequest(id, 'gw1', Number(id.slice(3))), ...change },
      auditOf(id),
    );
  const { redis, prefix } = records;
  return { parts, put, redis, prefix, close: () => queue.close() };
}

test("a change takes itself back in time while other records can't be read", async () => {
  const { parts, put, redis, prefix, close } = await openDue();
  await put('CR-1', { state: 'unconfirmed', due: { confirm: 1 } });
  await put('CR-2', { state: 'unconfirmed', due: { confirm: 2 } });
  await put('CR-3', { state: 'unconfirmed', due: { confirm: 3 } });
  await damageRecord(redis, prefix, 'CR-1');
  await writeAsNewer(redis, prefix, 'CR-2');
  for (let round = 0; round < 3; round++) await tick(parts);
  expect(await parts.store.get('CR-3')).toMatchObject({ state: 'undoing', run: 1 });
  await close();
});

test('what waits behind a damaged record is told for whom it waits', async () => {
  const { parts, put, redis, prefix, close } = await openDue();
  const tenant = 'contoso';
  await put('CR-1', { state: 'approved', tenant });
  const holder = await parts.store.get('CR-1');
  if (holder === undefined) throw new Error('CR-1 is lost');
  await enqueue(parts, holder);
  await damageRecord(redis, prefix, 'CR-1');
  const waiting = await put('CR-2', { tenant });
  expect((await enqueue(parts, waiting)).because).toBe('CR-2 waits for CR-1.');
  await close();
});
