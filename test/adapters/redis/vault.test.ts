import { randomBytes } from 'node:crypto';
import { openRecords } from '../../../src/adapters/redis/records';
import { type RedisServer, startRedis } from '../../redis-server';
import { vaultContract } from '../vault-contract';
import { auditKey, disconnectAll, freshRecords, listeningLog } from './fixture';
import { recordsOn } from './records-on';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

const value = 'hunter2-Ünïcode';

vaultContract(() => recordsOn(server));

describe('the vault in Redis', () => {
  test('a sealed value is opened by its reference, and lies nowhere in plain text', async () => {
    const { vault, redis, prefix } = await freshRecords(server);
    const ref = await vault.seal(value, 'pre-shared key', 60_000, 'made');
    expect(ref.origin).toBe('made');
    expect(await vault.open(ref)).toBe(value);
    const stored = await redis.get(`{${prefix}}:secret:${ref.secret}`);
    expect(stored).not.toContain('hunter2');
    expect(stored).toContain('pre-shared key');
  });

  test('the same value is sealed differently each time', async () => {
    const { vault, redis, prefix } = await freshRecords(server);
    const refs = await Promise.all([1, 2].map(() => vault.seal(value, 'key', 60_000)));
    const [a, b] = await Promise.all(
      refs.map((ref) => redis.get(`{${prefix}}:secret:${ref.secret}`)),
    );
    expect(a).not.toBe(b);
  });

  test('whether it is there is told without opening it to anybody', async () => {
    const { vault, prefix } = await freshRecords(server);
    const ref = await vault.seal(value, 'key', 60_000);
    expect(await vault.has(ref)).toBe(true);
    await vault.drop(ref);
    expect(await vault.has(ref)).toBe(false);
    const ours = await vault.seal(value, 'key', 60_000);
    const options = { prefix, auditKey, vaultKey: randomBytes(32), log: listeningLog() };
    const { vault: stranger } = openRecords((await freshRecords(server)).redis, options);
    // What nobody can open any more has ended as well.
    expect(await stranger.has(ours)).toBe(false);
  });

  test('it is sealed again under a name and a time of its own', async () => {
    const { vault, redis, prefix } = await freshRecords(server);
    const ref = await vault.seal(value, 'key of CR-1', 60_000, 'made');
    const again = await vault.reseal(ref, 'key of CR-2', 600_000);
    expect(again).toMatchObject({ origin: 'kept' });
    if (again === undefined) throw new Error('it was there');
    expect(again.secret).not.toBe(ref.secret);
    const stored = `{${prefix}}:secret:${again.secret}`;
    expect(await redis.get(stored)).toContain('key of CR-2');
    expect(await redis.pttl(stored)).toBeGreaterThan(60_000);
    await vault.drop(ref);
    expect(await vault.open(again)).toBe(value);
    expect(await vault.reseal(ref, 'key of CR-3', 60_000)).toBeUndefined();
  });

  test('changed, swapped, or under another key it counts as ended, and is never said', async () => {
    const log = listeningLog();
    const { vault, redis, prefix } = await freshRecords(server, { log });
    const refs = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((label) => vault.seal(value, label, 60_000)),
    );
    const [a, b, c, d, e] = refs.map((ref) => `{${prefix}}:secret:${ref.secret}`);
    const sealed = JSON.parse((await redis.get(a as string)) ?? '') as Record<string, string>;
    await redis.set(b as string, JSON.stringify(sealed));
    await redis.set(c as string, 'no JSON');
    await redis.set(d as string, JSON.stringify({ ...sealed, tag: sealed['tag']?.slice(0, 8) }));
    await redis.set(e as string, JSON.stringify({ ...sealed, label: 'other' }));
    await redis.set(
      a as string,
      JSON.stringify({ ...sealed, data: `AAAA${sealed['data']?.slice(4)}` }),
    );
    for (const ref of refs) expect(await vault.open(ref)).toBeUndefined();
    const fresh = await vault.seal(value, 'key', 60_000);
    const other = openRecords(redis, { prefix, auditKey, vaultKey: randomBytes(32), log }).vault;
    expect(await other.open(fresh)).toBeUndefined();
    expect(log.said).toHaveLength(6);
    expect(log.said.join()).not.toContain('hunter2');
  });

  test('a key of another length is refused at once', async () => {
    const { redis, prefix } = await freshRecords(server);
    const log = listeningLog();
    const open = (vault: number, audit: number) => () =>
      openRecords(redis, {
        prefix,
        auditKey: Buffer.alloc(audit),
        vaultKey: Buffer.alloc(vault),
        log,
      });
    expect(open(16, 32)).toThrow('must have 32 bytes');
    expect(open(32, 16)).toThrow('must have at least 32 bytes');
  });
});
