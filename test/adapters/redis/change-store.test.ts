import { type RedisServer, startRedis } from '../../redis-server';
import { changeStoreContract } from '../change-store-contract';
import { dueTimesContract } from '../due-times-contract';
import { auditOf, disconnectAll, freshRecords, listeningLog, requestOf } from './fixture';
import { recordsOn } from './records-on';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

changeStoreContract((options) => recordsOn(server, options));
dueTimesContract((options) => recordsOn(server, options));

describe('the change store in Redis', () => {
  test('an unreadable record names its request, and does not hide the others', async () => {
    const log = listeningLog();
    const { store, redis, prefix } = await freshRecords(server, { log });
    const made = await store.create(requestOf('CR-1'), auditOf('CR-1'));
    await store.create(requestOf('CR-2'), auditOf('CR-2'));
    await redis.hset(`{${prefix}}:request:CR-1`, 'json', '{"half": ');
    await expect(store.get('CR-1')).rejects.toThrow(
      'The record of CR-1 cannot be read: it is not JSON',
    );
    expect((await store.open()).map(({ id }) => id)).toEqual(['CR-2']);
    expect(log.said.join()).toContain('CR-1');
    await redis.hset(`{${prefix}}:request:CR-1`, 'json', JSON.stringify({ ...made, version: 7 }));
    await expect(store.get('CR-1')).rejects.toThrow(
      'its version or state is not the one that was written last',
    );
    await redis.hset(`{${prefix}}:request:CR-1`, 'json', JSON.stringify({ ...made, votes: 'all' }));
    await expect(store.get('CR-1')).rejects.toThrow('parts of it are missing');
  });
});
