import { randomBytes } from 'node:crypto';
import type { AuditKey } from '../../../src/adapters/redis/audit-chain';
import { sealEntry } from '../../../src/adapters/redis/audit-chain';
import { keysUnder } from '../../../src/adapters/redis/keys';
import { createRecordSeal } from '../../../src/adapters/redis/record-seal';
import { openRecords } from '../../../src/adapters/redis/records';
import { replaceKeys } from '../../../src/adapters/redis/replace-keys';
import { type RedisServer, startRedis } from '../../redis-server';
import { approvedRequest } from '../../workflow/noop-worker';
import { connected, disconnectAll, quiet } from './fixture';

/* Keys are replaced: what was proven stays proven, and the old key is worth nothing any more. */

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
afterEach(disconnectAll);

const by = { actor: 'alice', at: 9 };
let installations = 0;

/** An installation under a first pair of keys: an open request, a sealed value, and a second pair to replace them. */
async function installed() {
  const redis = await connected(server);
  const prefix = `rekey${++installations}`;
  const [oldAudit, oldVault, audit, vault] = Array.from({ length: 4 }, () => randomBytes(32)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const open = (auditKey: AuditKey, vaultKey: Buffer) =>
    openRecords(redis, { prefix, auditKey, vaultKey, log: quiet });
  const before = open(oldAudit, oldVault);
  const request = await before.store.create(approvedRequest('CR-1', 'gw1', 1), {
    at: 1,
    actor: 'alice',
    action: 'request.created',
    request: 'CR-1',
    detail: {},
  });
  const ref = await before.vault.seal('the key of a tunnel', 'psk', 600_000);
  const replace = () =>
    replaceKeys(redis, { prefix, auditKey: [audit, oldAudit], vaultKeys: [vault, oldVault] }, by);
  const keys = keysUnder(prefix);
  return { redis, keys, request, ref, before, open, replace, oldAudit, audit, vault };
}

it('without replacing, what the old keys sealed is believed and opened by nobody', async () => {
  const { open, oldAudit, audit, vault, ref } = await installed();
  const after = open([audit, oldAudit], vault);
  await expect(after.store.get('CR-1')).rejects.toThrow(/under another audit key/);
  expect(await after.vault.open(ref)).toBeUndefined();
});

it('requests, sealed values and the trail are the same under the new keys, and time to live goes on', async () => {
  const { redis, keys, open, replace, oldAudit, audit, vault, ref, request } = await installed();
  const left = await redis.pttl(keys.secret(ref.secret));
  expect(await replace()).toEqual({ requests: 1, secrets: 1, left: [] });
  const after = open([audit, oldAudit], vault);
  expect(await after.store.proven('CR-1')).toEqual(request);
  expect(await after.vault.open(ref)).toBe('the key of a tunnel');
  expect(await redis.pttl(keys.secret(ref.secret))).toBeGreaterThan(left - 10_000);
  expect(await after.audit.verify()).toMatchObject({ ok: true, entries: 2 });
  expect((await after.audit.read()).at(-1)).toMatchObject({ action: 'audit.rekeyed' });
  const moved = await after.store.move(
    request,
    { ...request, because: 'It goes on.' },
    {
      at: 2,
      actor: 'mtgw',
      action: 'request.waits',
      request: 'CR-1',
      detail: {},
    },
  );
  expect(moved).toMatchObject({ moved: true });
  expect((await after.store.proven('CR-1'))?.because).toBe('It goes on.');
  // Interrupted, or said twice: it may be done again.
  expect(await replace()).toEqual({ requests: 0, secrets: 0, left: [] });
});

it('behind the replacing nothing is believed of the old key: no entry, no record', async () => {
  const { redis, keys, open, replace, before, oldAudit, audit, vault, request } = await installed();
  await replace();
  const after = open([audit, oldAudit], vault);
  const json = JSON.stringify({ ...request, because: 'forged' });
  const seal = createRecordSeal(oldAudit).of('CR-1', json);
  await redis.hset(keys.request('CR-1'), { json, seal });
  await expect(after.store.get('CR-1')).rejects.toThrow(/not written by the bot/);
  await before.audit.append({ at: 3, actor: 'mallory', action: 'vote.cast', detail: {} });
  const verdict = await after.audit.verify();
  expect(verdict).toMatchObject({ ok: false, problem: { seq: 3 } });
  expect(verdict.problem?.sentence).toMatch(/under a key that had been replaced/);
});

it('a request that somebody forged is left, and named', async () => {
  const { redis, keys, replace, request } = await installed();
  await redis.hset(keys.request('CR-1'), 'json', JSON.stringify({ ...request, because: 'forged' }));
  expect(await replace()).toMatchObject({ requests: 0, left: ['CR-1'] });
});

it('an older copy that the old key did seal is not made a true one', async () => {
  const { redis, keys, before, replace, request } = await installed();
  const old = await redis.hgetall(keys.request('CR-1'));
  await before.store.move(
    request,
    { ...request, because: 'newer' },
    {
      at: 2,
      actor: 'mtgw',
      action: 'request.waits',
      request: 'CR-1',
      detail: {},
    },
  );
  await redis.hset(keys.request('CR-1'), { json: old['json'] ?? '', seal: old['seal'] ?? '' });
  expect(await replace()).toMatchObject({ requests: 0, left: ['CR-1'] });
});

it('under the wrong key of before nothing is replaced', async () => {
  const { redis, keys, audit, vault } = await installed();
  const wrong = replaceKeys(
    redis,
    {
      prefix: `rekey${installations}`,
      auditKey: [audit, randomBytes(32)],
      vaultKeys: [vault],
    },
    by,
  );
  await expect(wrong).rejects.toThrow(/does not hold at entry 1.*MTGW_AUDIT_KEY_OLD/);
  expect(await redis.xlen(keys.audit)).toBe(1);
});

it('an entry under the old key in front of the first under the new one is as good as it was', () => {
  const [audit, oldAudit] = [randomBytes(32), randomBytes(32)];
  const head = { seq: 0, mac: '0'.repeat(64) };
  const draft = { at: 1, actor: 'alice', action: 'x', detail: {} };
  // Written under the first of them, whatever stands behind it.
  expect(sealEntry(draft, head, [audit, oldAudit])).toEqual(sealEntry(draft, head, audit));
});
