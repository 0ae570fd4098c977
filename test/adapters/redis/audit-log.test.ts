import { randomBytes } from 'node:crypto';
import type { AuditEntry } from '../../../src/ports/audit';
import { type RedisServer, startRedis } from '../../redis-server';
import { auditLogContract } from '../audit-log-contract';
import { restarted, rewrite, tenEntries } from './audit-fixture';
import { auditOf, disconnectAll, freshRecords } from './fixture';
import { recordsOn } from './records-on';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

auditLogContract(() => recordsOn(server));

describe('the audit log in Redis', () => {
  test('a log longer than one page of reading is walked to its end', async () => {
    const { audit } = await freshRecords(server);
    await Promise.all(Array.from({ length: 2_100 }, () => audit.append(auditOf('CR-1'))));
    expect(await audit.verify()).toEqual({ entries: 2_100, ok: true });
  });
});

test('a history with an altered entry in it is not shown as if it were true', async () => {
  const { redis, audit, key } = await tenEntries(server);
  const altered = (texts: string[]) => texts.map((text) => text.replace('"alice"', '"carol"'));
  expect(await audit.read({ request: 'CR-2' })).not.toEqual([]);
  await rewrite(redis, key('audit'), altered);
  await expect(audit.read({ request: 'CR-2' })).rejects.toThrow(
    /^Entry \d+ was changed after it was written.*mtgw audit verify/,
  );
});

describe('verify finds', () => {
  test.each<[string, number, (texts: string[]) => (string | undefined)[]]>([
    ['an edited entry', 4, (t) => t.with(3, (t[3] ?? '').replace('alice', 'bob'))],
    ['an added blank in an entry', 4, (t) => t.with(3, (t[3] ?? '').replace(',', ', '))],
    ['an entry that is no JSON', 4, (t) => t.with(3, '{')],
    ['two entries in each other’s place', 4, (t) => t.with(3, t[4] ?? '').with(4, t[3] ?? '')],
    ['a repeated entry', 5, (t) => [...t.slice(0, 4), ...t.slice(3)]],
    ['a removed entry, the rest moved up', 4, (t) => [...t.slice(0, 3), ...t.slice(4)]],
    ['a removed first entry', 1, (t) => t.with(0, '').map((text) => text || undefined)],
    ['a log that was cut to nothing', 1, () => []],
  ])('%s', async (_name, seq, change) => {
    const { redis, audit, prefix, key } = await tenEntries(server);
    await rewrite(redis, key('audit'), change);
    for (const log of [audit, restarted(redis, prefix).audit]) {
      const verdict = await log.verify();
      expect(verdict.ok).toBe(false);
      expect(verdict.problem?.seq).toBe(seq);
    }
  });

  test('an entry that XDEL took out of the middle', async () => {
    const { redis, audit, key } = await tenEntries(server);
    await redis.xdel(key('audit'), '5-0');
    const verdict = await audit.verify();
    expect(verdict.problem).toEqual({
      seq: 5,
      sentence: 'Entry 5 is missing: the next one there is 6-0.',
    });
  });

  test('a tail that was cut off', async () => {
    const { redis, prefix, key } = await tenEntries(server);
    await redis.xdel(key('audit'), '9-0', '10-0');
    const verdict = await restarted(redis, prefix).audit.verify();
    expect(verdict.problem).toEqual({
      seq: 9,
      sentence: 'The log ends at entry 8, its head says 10.',
    });
  });

  test('a tail that was cut off together with its head, by the records or by what this process saw', async () => {
    const { redis, prefix, audit, key } = await tenEntries(server);
    const last = (await audit.read({ from: 5, limit: 1 }))[0] as AuditEntry;
    await redis.xdel(key('audit'), '6-0', '7-0', '8-0', '9-0', '10-0');
    await redis.hset(key('audit-head'), 'seq', '5', 'mac', last.mac);
    expect((await audit.verify()).problem?.sentence).toBe('Entry 10 was there before and is gone.');
    expect((await restarted(redis, prefix).audit.verify()).problem?.sentence).toContain(
      'The record of CR-2 names entry 6',
    );
  });

  test('a log that was removed with its head while requests are there', async () => {
    const { redis, prefix, key } = await tenEntries(server);
    await redis.del(key('audit'), key('audit-head'));
    expect((await restarted(redis, prefix).audit.verify()).ok).toBe(false);
  });

  test('a head that names another entry', async () => {
    const { redis, audit, key } = await tenEntries(server);
    await redis.hset(key('audit-head'), 'mac', 'f'.repeat(64));
    expect((await audit.verify()).problem?.sentence).toBe('The head names another entry 10.');
  });

  test('an entry that was put in behind the head', async () => {
    const { redis, audit, key } = await tenEntries(server);
    const [last] = (await audit.read({ limit: 1 })) as [AuditEntry];
    const forged = JSON.stringify({ ...last, mac: undefined, seq: 11, previous: last.mac });
    await redis.xadd(key('audit'), '11-0', 'e', forged, 'm', last.mac, 'w', 'x');
    expect((await audit.verify()).problem?.seq).toBe(11);
    await expect(audit.append(auditOf('CR-1'))).rejects.toThrow('The audit log refuses entry 11');
  });

  test('a list of a request’s entries that hides one', async () => {
    const { redis, audit, key } = await tenEntries(server);
    await redis.lrem(key('audit-of:CR-2'), 1, '5');
    expect((await audit.verify()).problem).toEqual({
      seq: 5,
      sentence: "The list of CR-2's entries leaves out entry 5, or names others.",
    });
  });

  test('entries that were sealed with another key', async () => {
    const { redis, prefix } = await tenEntries(server);
    const verdict = await restarted(redis, prefix, randomBytes(32)).audit.verify();
    expect(verdict.problem?.seq).toBe(1);
  });
});
