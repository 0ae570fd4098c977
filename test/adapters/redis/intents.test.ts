import { type RedisServer, startRedis } from '../../redis-server';
import { intentsContract } from '../intents-contract';
import { takingMovesContract } from '../taking-moves-contract';
import { disconnectAll } from './fixture';
import { recordsOn } from './records-on';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

intentsContract(() => recordsOn(server));
takingMovesContract(() => recordsOn(server));
