import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { sealAudit } from '../../../src/adapters/redis/audit-seal';
import type { AuditEntry } from '../../../src/ports/audit';
import { type RedisServer, startRedis } from '../../redis-server';
import { restarted, rewrite, tenEntries } from './audit-fixture';
import { auditKey, auditOf, disconnectAll, freshRecords } from './fixture';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

type Broken = Awaited<ReturnType<typeof tenEntries>>;

const sealing = { by: 'root on the bot’s host', because: 'a disk was copied back', at: 5_000 };

async function brokenBy(harm: (broken: Broken) => Promise<unknown>) {
  const broken = await tenEntries(server);
  const { redis, prefix } = broken;
  await harm(broken);
  const fresh = () => restarted(redis, prefix).audit;
  expect((await fresh().verify()).ok).toBe(false);
  return { ...broken, fresh, seal: () => sealAudit(redis, { prefix, auditKey }, sealing) };
}

/** The audit entry of somebody who has no key. */
async function forge(redis: Redis, stream: string, id: string) {
  await redis.xadd(stream, id, 'e', '{"seq":11}', 'm', 'f'.repeat(64), 'w', 'x');
}

const harms: [string, (broken: Broken) => Promise<unknown>, string][] = [
  [
    'an entry that was put in behind the head',
    ({ redis, key }) => forge(redis, key('audit'), '11-0'),
    'Entry 11 was changed after it was written, or sealed with another key.',
  ],
  [
    'an entry with the time as its number',
    ({ redis, key }) => forge(redis, key('audit'), '*'),
    'Entry 11 is missing: the next one there is ',
  ],
  [
    'an entry with the last number there can be',
    ({ redis, key }) => forge(redis, key('audit'), '18446744073709551615-18446744073709551615'),
    'Entry 11 is missing: the next one there is 18446744073709551615-',
  ],
  [
    'an edited entry',
    ({ redis, key }) =>
      rewrite(redis, key('audit'), (t) => t.with(3, (t[3] ?? '').replace('alice', 'bob'))),
    'Entry 4 was changed after it was written, or sealed with another key.',
  ],
  [
    'an entry that is no JSON',
    ({ redis, key }) => rewrite(redis, key('audit'), (t) => t.with(3, '{')),
    'Entry 4 is not readable.',
  ],
  [
    'a removed entry',
    ({ redis, key }) => redis.xdel(key('audit'), '5-0'),
    'Entry 5 is missing: the next one there is 6-0.',
  ],
  [
    'a tail that was cut off',
    ({ redis, key }) => redis.xdel(key('audit'), '9-0', '10-0'),
    'The log ends at entry 8, its head says 10.',
  ],
  [
    'a tail that was cut off together with its head',
    async ({ redis, key, audit }) => {
      const [fifth] = await audit.read({ from: 5, limit: 1 });
      await redis.xdel(key('audit'), '6-0', '7-0', '8-0', '9-0', '10-0');
      await redis.hset(key('audit-head'), 'seq', '5', 'mac', fifth?.mac ?? '');
    },
    'The record of CR-2 names entry 6, which is not in the log like that.',
  ],
  [
    'a log that is gone',
    ({ redis, key }) => redis.del(key('audit')),
    'The log ends at entry 0, its head says 10.',
  ],
  [
    'a log that is gone with its head',
    ({ redis, key }) => redis.del(key('audit'), key('audit-head')),
    'The record of CR-1 names entry 3, which is not in the log like that.',
  ],
  [
    'a head that is gone',
    ({ redis, key }) => redis.del(key('audit-head')),
    'Entries stand behind entry 0, the head.',
  ],
  [
    'a head that names another entry',
    ({ redis, key }) => redis.hset(key('audit-head'), 'mac', 'f'.repeat(64)),
    'The head names another entry 10.',
  ],
  [
    'a list of a request’s entries that hides one',
    ({ redis, key }) => redis.lrem(key('audit-of:CR-2'), 1, '5'),
    "The list of CR-2's entries leaves out entry 5, or names others.",
  ],
];

describe('a seal goes on from', () => {
  test.each(harms)('%s', async (_name, harm, sentence) => {
    const { seal, fresh, audit } = await brokenBy(harm);
    const { seq } = await seal();
    expect(seq).toBeGreaterThan(6);
    const verdict = await fresh().verify();
    expect(verdict).toMatchObject({
      ok: true,
      sealed: [{ seq, by: sealing.by, because: sealing.because, at: 5_000 }],
    });
    expect(verdict.sealed?.[0]?.sentence).toContain(sentence);
    // The processes that were running write again without a restart, and what they write holds.
    const next = await audit.append(auditOf('CR-1', 'after the seal'));
    expect(next.seq).toBe(seq + 1);
    expect((await fresh().verify()).ok).toBe(true);
    expect((await fresh().read({ request: 'CR-1' })).at(-1)?.action).toBe('after the seal');
    expect(
      (await fresh().read({ request: 'CR-2' })).every((entry) => entry.request === 'CR-2'),
    ).toBe(true);
  });
});

describe('a sealed break', () => {
  const edited = ({ redis, key }: Broken) =>
    rewrite(redis, key('audit'), (t) => t.with(3, (t[3] ?? '').replace('alice', 'bob')));

  test('names where it broke, what was kept, who sealed it and why', async () => {
    const { seal, fresh, redis, key } = await brokenBy(async (broken) => {
      await edited(broken);
      await forge(broken.redis, broken.key('audit'), '*');
    });
    const { seq } = await seal();
    const [entry] = (await fresh().read({ limit: 1 })) as [AuditEntry];
    expect(entry).toMatchObject({ seq, actor: sealing.by, action: 'audit.sealed' });
    expect(entry.detail).toMatchObject({
      because: sealing.because,
      problem: 'Entry 4 was changed after it was written, or sealed with another key.',
      breaks: [{ after: { seq: 3 }, resumes: { seq: 5 } }],
      aside: { from: 0, entries: 1 },
    });
    const [kept] = await redis.lrange(key('audit-aside'), 0, -1);
    expect(kept).toContain('{\\"seq\\":11}');
    expect(await redis.xrange(key('audit'), '4-0', '4-0')).toHaveLength(1);
  });

  test('stops no entry before or behind it from being proven', async () => {
    for (const [seq, place] of [
      [2, 1],
      [6, 5],
    ] as const) {
      const { seal, fresh, redis, key } = await brokenBy(edited);
      await seal();
      await rewrite(redis, key('audit'), (t) =>
        t.with(place, (t[place] ?? '').replace('alice', 'eve')),
      );
      expect((await fresh().verify()).problem).toEqual({
        seq,
        sentence: `Entry ${seq} was changed after it was written, or sealed with another key.`,
      });
    }
  });

  test('stays as it was found', async () => {
    const { seal, fresh, redis, key } = await brokenBy(edited);
    await seal();
    await rewrite(redis, key('audit'), (t) => t.with(3, (t[3] ?? '').replace('bob', 'eve')));
    expect((await fresh().verify()).problem).toEqual({
      seq: 4,
      sentence: 'What stands between entry 3 and entry 5 was changed after it was sealed.',
    });
  });

  test('keeps what was set aside as it was', async () => {
    const { seal, fresh, redis, key } = await brokenBy((broken) =>
      forge(broken.redis, broken.key('audit'), '*'),
    );
    const { seq } = await seal();
    await redis.del(key('audit-aside'));
    expect((await fresh().verify()).problem?.sentence).toBe(
      `What entry ${seq} set aside was changed after it was sealed.`,
    );
  });

  test('is sealed by nobody who has not the key', async () => {
    const { fresh, redis, prefix } = await brokenBy(edited);
    const other = { prefix, auditKey: randomBytes(32) };
    await expect(sealAudit(redis, other, sealing)).rejects.toThrow(
      'No entry of the audit trail holds under this MTGW_AUDIT_KEY.',
    );
    expect((await fresh().read()).map(({ seq }) => seq)).toHaveLength(10);
    await sealAudit(redis, other, { ...sealing, keyLost: true });
    expect((await fresh().verify()).problem?.seq).toBe(4);
  });

  test('may be the whole log, when its key is lost', async () => {
    const { redis, prefix } = await tenEntries(server);
    const other = randomBytes(32);
    const lost = { ...sealing, keyLost: true };
    const { seq } = await sealAudit(redis, { prefix, auditKey: other }, lost);
    const verdict = await restarted(redis, prefix, other).audit.verify();
    expect(verdict).toMatchObject({ ok: true, entries: 1, sealed: [{ seq }] });
    // What can't be proven any more can still be read.
    const entries = await restarted(redis, prefix, other).audit.read({ request: 'CR-2' });
    expect(entries.map((entry) => entry.seq)).toEqual([4, 5, 6]);
  });

  test('and one that comes later are both told', async () => {
    const { seal, fresh, redis, key } = await brokenBy(edited);
    await seal();
    await redis.xdel(key('audit'), '8-0');
    expect((await fresh().verify()).problem?.seq).toBe(8);
    await seal();
    const verdict = await fresh().verify();
    expect(verdict.ok).toBe(true);
    expect(verdict.sealed?.map(({ sentence }) => sentence)).toEqual([
      'Entry 4 was changed after it was written, or sealed with another key.',
      'Entry 8 is missing: the next one there is 9-0.',
    ]);
  });

  test('is sealed again when it was changed, over the way it is now', async () => {
    const { seal, fresh, redis, key } = await brokenBy(edited);
    await seal();
    await redis.xdel(key('audit'), '4-0');
    expect((await fresh().verify()).ok).toBe(false);
    await seal();
    expect((await fresh().verify()).ok).toBe(true);
  });
});

describe('sealing', () => {
  test('is refused while the log holds', async () => {
    const { redis, prefix } = await tenEntries(server);
    const refused = sealAudit(redis, { prefix, auditKey }, sealing);
    await expect(refused).rejects.toThrow('The audit trail holds: there is nothing to seal.');
    expect(await restarted(redis, prefix).audit.verify()).toEqual({ entries: 10, ok: true });
  });

  test('is done while others write, and all of that holds', async () => {
    const { seal, fresh, audit } = await brokenBy(({ redis, key }) =>
      redis.xdel(key('audit'), '5-0'),
    );
    const writing = (async () => {
      for (let i = 0; i < 40; i++) await audit.append(auditOf('CR-3'));
    })();
    const { seq } = await seal();
    await writing;
    expect(seq).toBeGreaterThan(10);
    expect(await fresh().verify()).toMatchObject({ ok: true, entries: 10 + 40 });
  });

  test('by two at once is done once', async () => {
    const { seal, fresh, redis, key } = await brokenBy((broken) =>
      broken.redis.xdel(broken.key('audit'), '5-0'),
    );
    const outcomes = await Promise.allSettled([seal(), seal(), seal()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await redis.llen(key('audit-seals'))).toBe(1);
    expect((await fresh().verify()).ok).toBe(true);
  });
});

test('while a log is broken nothing is written, and the refusal says what to do', async () => {
  const { store, audit, redis, prefix } = await freshRecords(server);
  await audit.append(auditOf('CR-1'));
  await forge(redis, `{${prefix}}:audit`, '*');
  await expect(audit.append(auditOf('CR-1'))).rejects.toMatchObject({
    name: 'AuditBrokenError',
    message: expect.stringContaining('mtgw audit seal') as string,
  });
  await sealAudit(redis, { prefix, auditKey }, sealing);
  expect(await store.nextId()).toBe('CR-1001');
  expect((await audit.append(auditOf('CR-1'))).seq).toBe(3);
});
