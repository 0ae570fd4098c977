import { type RedisServer, startRedis } from '../../redis-server';
import { openTurns, whole } from '../open-turns';
import { turnsContract } from '../turns-contract';
import { disconnectAll, freshRecords } from './fixture';
import { recordsOn } from './records-on';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

turnsContract(() => recordsOn(server));

describe('a gateway-level change that waits in Redis', () => {
  test.each(['cancelled', 'expired', 'stale', 'pending'] as const)(
    'leaves nothing in the line when it becomes %s',
    async (state) => {
      const records = await freshRecords(server);
      const { begins, becomes } = openTurns(records);
      const waiting = () => records.redis.hkeys(`{${records.prefix}}:waiting:gw1`);
      await begins('CR-1');
      await begins('CR-2', whole);
      expect(await waiting()).toEqual(['CR-2']);
      await becomes('CR-2', state);
      expect(await waiting()).toEqual([]);
    },
  );
});
