import type { Intent } from '../../../src/ports';
import { type RedisServer, startRedis } from '../../redis-server';
import { disconnectAll, freshRecords } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

function intentOf(token: number, change: Partial<Intent> = {}): Intent {
  return {
    target: 'gw1',
    token,
    request: 'CR-1',
    step: 0,
    cmdlet: 'Add-VpnS2SInterface',
    remote: false,
    deadline: 5_000,
    shell: { host: 'worker-1', pid: 10, startedAt: 1 },
    ...change,
  };
}

describe('intents', () => {
  test('one step at a time has a target, other targets are free', async () => {
    const { intents } = await freshRecords(server);
    const first = intentOf(await intents.nextToken('gw1'));
    expect(await intents.open(first)).toEqual({ opened: true });
    const second = intentOf(await intents.nextToken('gw1'), { request: 'CR-2' });
    expect(await intents.open(second)).toEqual({ opened: false, by: first });
    expect((await intents.open(intentOf(1, { target: 'host1' }))).opened).toBe(true);
    expect(await intents.find('gw1')).toEqual(first);
    await intents.close(first);
    expect(await intents.find('gw1')).toBeUndefined();
    expect(await intents.open(second)).toEqual({ opened: true });
  });

  test('an older run is refused once a newer one has its token', async () => {
    const { intents } = await freshRecords(server);
    const old = intentOf(await intents.nextToken('gw1'));
    await intents.open(old);
    await intents.close(old);
    const newest = await intents.nextToken('gw1');
    const late = await intents.open({ ...old, step: 1 });
    expect(late).toEqual({ opened: false, by: undefined, newest });
  });

  test('of 30 that want the same target at once exactly one has it', async () => {
    const { intents } = await freshRecords(server);
    const token = await intents.nextToken('gw1');
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, step) => intents.open(intentOf(token, { step }))),
    );
    expect(answers.filter((answer) => answer.opened)).toHaveLength(1);
  });

  test('the same intent sent twice is open once', async () => {
    const { intents } = await freshRecords(server);
    const intent = intentOf(1);
    expect(await intents.open(intent)).toEqual({ opened: true });
    expect(await intents.open({ ...intent })).toEqual({ opened: true });
    expect(await intents.open({ ...intent, deadline: 6_000 })).toEqual({
      opened: false,
      by: intent,
    });
  });

  test('close and release leave another’s intent alone', async () => {
    const { intents } = await freshRecords(server);
    const token = await intents.nextToken('gw1');
    await intents.open(intentOf(token));
    await intents.close(intentOf(token, { step: 1 }));
    expect(await intents.release(intentOf(token, { deadline: 1 }))).toBe(false);
    expect(await intents.find('gw1')).toEqual(intentOf(token));
  });

  test('of many that release a dead process’s intent exactly one did', async () => {
    const { intents } = await freshRecords(server);
    const dead = intentOf(await intents.nextToken('gw1'));
    await intents.open(dead);
    const released = await Promise.all(Array.from({ length: 10 }, () => intents.release(dead)));
    expect(released.filter(Boolean)).toHaveLength(1);
    expect(await intents.find('gw1')).toBeUndefined();
  });
});
