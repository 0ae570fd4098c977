import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeRequest } from '../../../approvals/request';
import { archiveOld } from '../../../src/adapters/redis/archive';
import { appendBatch } from '../../../src/adapters/redis/archive-file';
import { sealAudit } from '../../../src/adapters/redis/audit-seal';
import { verifyArchive } from '../../../src/adapters/redis/verify-archive';
import { type RedisServer, startRedis } from '../../redis-server';
import { restarted } from './audit-fixture';
import { auditKey, auditOf, disconnectAll, freshRecords, requestOf } from './fixture';

let server: RedisServer;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  folder = mkdtempSync(join(tmpdir(), 'mtgw-archive-'));
});
afterEach(disconnectAll);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const card = { chat: 'slack' as const, channel: 'C1', id: '1.1' };

async function openArchive() {
  const records = await freshRecords(server);
  const { store, audit, intents, redis, prefix } = records;
  const at = { prefix, auditKey };
  const file = join(folder, `${prefix}.jsonl`);
  const young = (id: string) => ({ ...auditOf(id), at: 5_000 });
  return {
    ...records,
    file,
    key: (name: string) => `{${prefix}}:${name}`,
    young,
    /** Asked and ended long ago: two entries. */
    ends: async (id: string) => {
      const made = await store.create(requestOf(id), auditOf(id));
      await store.move(made, { ...made, state: 'closed' }, auditOf(id));
      await store.cardsShown(id, 'slack', { card, version: 2, posted: 0 });
      await intents.fence(id, 1);
    },
    archive: (to = file, before = 2_000) =>
      archiveOld(redis, at, { file: to, before, at: 9_000, by: 'mtgw' }),
    proves: (...files: string[]) => verifyArchive(redis, at, files.length > 0 ? files : [file]),
    seal: () => sealAudit(redis, at, { by: 'root', because: 'a test', at: 1_500 }),
    verify: () => restarted(redis, prefix).audit.verify(),
    append: (id: string, n: number) =>
      Promise.all(Array.from({ length: n }, () => audit.append(auditOf(id)))),
  };
}

/**
 * CR-1 ended long ago, with a look at it after that; CR-2 was asked long ago and is open, with a vote of yesterday; CR-3
 * ended yesterday. All entries of what is open stay: they prove it.
 */
async function threeRequests() {
  const opened = await openArchive();
  const { store, ends, young, audit } = opened;
  await ends('CR-1');
  await audit.append(auditOf('CR-1', 'secret.revealed'));
  const second = await store.create(requestOf('CR-2'), auditOf('CR-2'));
  await store.move(second, { ...second, because: 'a vote' }, young('CR-2'));
  const third = await store.create(requestOf('CR-3'), young('CR-3'));
  await store.move(third, { ...third, state: 'closed' }, young('CR-3'));
  return opened;
}

describe('what is old', () => {
  test('is moved into the file, with its cards and its entries, and nothing else is', async () => {
    const { archive, store, audit, redis, key, file, verify, proves } = await threeRequests();
    expect(await redis.exists(key('runs:CR-1'))).toBe(1);
    expect(await redis.zscore(key('about:contoso/hq'), 'CR-1')).not.toBeNull();
    expect(await archive()).toEqual({ entries: 3, requests: 1 });
    expect((await store.recent(9)).map(({ id }) => id)).toEqual(['CR-3', 'CR-2']);
    expect((await store.open()).map(({ id }) => id)).toEqual(['CR-2']);
    expect(await store.about({ tenant: 'contoso', site: 'hq' }, 9)).toHaveLength(2);
    expect(await store.behind('teams')).toEqual(['CR-3', 'CR-2'].toSorted());
    const left = await redis.keys(key('*CR-1*'));
    expect(left).toEqual([]);
    expect(await redis.zscore(key('about:contoso/hq'), 'CR-1')).toBeNull();
    expect((await audit.read()).map(({ seq }) => seq)).toEqual([4, 5, 6, 7, 8]);
    expect((await audit.read({ request: 'CR-2' })).map(({ seq }) => seq)).toEqual([4, 5]);
    expect((await audit.read({ limit: 1 }))[0]?.action).toBe('audit.archived');
    expect(await verify()).toEqual({ entries: 5, ok: true, archived: 3 });
    expect(await proves()).toEqual({ through: 3, requests: 1 });
    const kept = readFileSync(file, 'utf8');
    expect(kept).toContain('"request":"CR-1"');
    expect(kept).toContain('1.1');
  });

  test('is not the last write of what is open: it proves the record when that is taken up', async () => {
    const { archive, store, young, ends, verify } = await openArchive();
    await ends('CR-1');
    await store.create(requestOf('CR-2'), auditOf('CR-2'));
    await ends('CR-3');
    await store.create(requestOf('CR-4'), young('CR-4'));
    expect(await archive()).toEqual({ entries: 2, requests: 1 });
    expect(await store.proven('CR-2')).toMatchObject({ id: 'CR-2' });
    expect((await verify()).ok).toBe(true);
  });

  test('is nothing: then nothing is written anywhere', async () => {
    const { archive, file, verify } = await threeRequests();
    expect(await archive(file, 500)).toEqual({ entries: 0, requests: 0 });
    expect(existsSync(file)).toBe(false);
    expect(await verify()).toEqual({ entries: 7, ok: true });
  });

  test('goes in batches, and again later, into the same file or another one', async () => {
    const { archive, append, ends, young, audit, file, verify, proves } = await openArchive();
    await append('CR-9', 1_100);
    await ends('CR-1');
    await audit.append(young('CR-9'));
    expect(await archive()).toEqual({ entries: 1_102, requests: 1 });
    const second = `${file}.2`;
    // What said that the first ones were archived is old by now, too.
    expect((await archive(second, 10_000)).entries).toBeGreaterThanOrEqual(3);
    expect((await verify()).ok).toBe(true);
    const verdict = await proves(second, file);
    expect(verdict.problem).toBeUndefined();
    expect(verdict.through).toBeGreaterThan(1_102);
    expect((await proves(second)).problem).toBe('Entries 1 to 500 are in none of these files.');
    expect((await proves(file)).problem).toMatch(/^Entries 1 to \d+ are in none of these files.$/);
  });

  test('is left for the next time when it changes while it is moved', async () => {
    const { archive, store, redis, young, verify } = await threeRequests();
    const first = (await store.get('CR-1')) as ChangeRequest;
    jest.spyOn(redis, 'hgetall').mockImplementationOnce(async () => {
      await store.move(first, { ...first, because: 'a key was shown' }, young('CR-1'));
      return {};
    });
    expect(await archive()).toEqual({ entries: 0, requests: 0 });
    expect((await store.get('CR-1'))?.because).toBe('a key was shown');
    expect(await archive()).toEqual({ entries: 3, requests: 0 });
    expect((await verify()).ok).toBe(true);
  });

  test('is moved while others write, and all of it holds', async () => {
    const { archive, append, verify, proves, ends } = await openArchive();
    await append('CR-9', 700);
    await ends('CR-1');
    const [moved] = await Promise.all([archive(), append('CR-8', 60), append('CR-7', 60)]);
    expect(moved.entries).toBeGreaterThan(600);
    expect(await verify()).toMatchObject({ ok: true });
    expect((await proves()).problem).toBeUndefined();
  });

  test('may be a record that nobody can read any more: it is kept as it is', async () => {
    const { archive, redis, key, file } = await threeRequests();
    await redis.hset(key('request:CR-1'), 'json', '{"half": ');
    expect(await archive()).toEqual({ entries: 3, requests: 1 });
    expect(readFileSync(file, 'utf8')).toContain('"record":"{\\"half\\": "');
  });
});

describe('a process that dies', () => {
  test('between the file and Redis leaves a batch that nobody names, and nothing is lost', async () => {
    const { archive, file, verify, proves } = await threeRequests();
    await appendBatch(file, { batch: 'never-finished', from: 1, through: 3 }, ['{"audit":["1-0",']);
    writeFileSync(file, '{"batch":"torn","from":1', { flag: 'a' });
    expect(await archive()).toEqual({ entries: 3, requests: 1 });
    expect((await verify()).ok).toBe(true);
    expect(await proves()).toEqual({ through: 3, requests: 1 });
  });
});

describe('the archive does not verify', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    [
      'with an edited entry',
      (t) => t.replace('alice', 'mallory'),
      /^Entries 1 to 3 in .* were changed\.$/,
    ],
    ['with an edited request', (t) => t.replace('add-s2s', 'set-s2s'), /^Entries 1 to 3 in /],
    ['without its end', (t) => t.slice(0, -40), /^Entries 1 to 3 in /],
    ['when it is empty', () => '', /^Entries 1 to 3 are in none of these files\.$/],
  ])('%s', async (_name, harm, problem) => {
    const { archive, file, verify, proves } = await threeRequests();
    await archive();
    writeFileSync(file, harm(readFileSync(file, 'utf8')));
    expect((await proves()).problem).toMatch(problem);
    // Redis by itself holds.
    expect((await verify()).ok).toBe(true);
  });
});

describe('the log does not verify', () => {
  test('when somebody cut off its beginning and says that it was archived', async () => {
    const { audit, redis, key, verify } = await threeRequests();
    const [third] = await audit.read({ from: 3, limit: 1 });
    await redis.xtrim(key('audit'), 'MINID', '4-0');
    await redis.hset(key('audit-base'), 'seq', '3', 'mac', third?.mac ?? '');
    expect((await verify()).problem).toEqual({
      seq: 1,
      sentence:
        'The log begins behind entry 3, and no entry says that what stood before was archived.',
    });
  });

  test('when it was archived and says so no more, or is cut further', async () => {
    const { archive, redis, key, verify } = await threeRequests();
    await archive();
    await redis.xtrim(key('audit'), 'MINID', '5-0');
    expect((await verify()).problem?.seq).toBe(4);
    await redis.del(key('audit-base'));
    expect((await verify()).problem?.seq).toBe(1);
  });
});

describe('a broken log', () => {
  test('is not archived before it is sealed, and its break goes into the archive in one piece', async () => {
    const { archive, append, audit, young, redis, key, file, seal, verify, proves } =
      await openArchive();
    await append('CR-1', 8);
    await redis.xdel(key('audit'), '5-0');
    await expect(archive()).rejects.toThrow(
      'Nothing is archived, because the audit trail does not hold at entry 5',
    );
    expect(existsSync(file)).toBe(false);
    await seal();
    await audit.append(young('CR-1'));
    expect((await archive()).entries).toBe(8);
    expect(await verify()).toEqual({ entries: 2, ok: true, archived: 9 });
    expect(await proves()).toEqual({ through: 9, requests: 0 });
  });
});
