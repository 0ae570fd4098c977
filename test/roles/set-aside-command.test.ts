import { join } from 'node:path';
import type { ChangeRequest } from '../../approvals/request';
import { keysUnder } from '../../src/adapters/redis/keys';
import { createRecordSeal } from '../../src/adapters/redis/record-seal';
import { packageRoot } from '../../src/package-root';
import { verifyAudit } from '../../src/roles/audit-command';
import { setRequestAside } from '../../src/roles/set-aside-command';
import { auditKey, auditOf, requestOf } from '../adapters/redis/fixture';
import { useHostCommands } from './host-commands';

/* The way on for a person when a record is not believed and cannot be brought back. */

const host = useHostCommands();
const directory = join(packageRoot, 'src', 'sandbox', 'config');

/** CR-1 holds contoso on gw1 and is due; CR-2 of the same tenant waits behind it. */
async function openCommands() {
  const records = await host.install();
  const { store, prefix, redis } = records;
  const made = await store.create(requestOf('CR-1'), auditOf('CR-1'));
  const holding = { ...made, state: 'queued', due: { confirm: 5 } } as const;
  const moved = await store.move(made, holding, auditOf('CR-1'));
  const second = await store.create(requestOf('CR-2'), auditOf('CR-2'));
  const begin = () => store.move(second, { ...second, state: 'queued' }, auditOf('CR-2'));
  expect(await begin()).toMatchObject({ moved: false, why: 'held', holder: 'CR-1' });
  if (!moved.moved) throw new Error('not moved');
  const keys = keysUnder(prefix);
  const forge = async (change: Partial<ChangeRequest>) => {
    const json = JSON.stringify({ ...moved.request, ...change });
    await redis.hset(keys.request('CR-1'), 'json', json);
    return json;
  };
  return { ...records, keys, begin, forge, first: moved.request };
}

const why = 'gw1 was looked at: nothing of it is there';

test('a forged record lets go of its tenant, is in no list and no timer, and is kept', async () => {
  const { redis, keys, begin, forge, store, audit } = await openCommands();
  const json = await forge({ args: { tenant: 'northwind' } });
  expect(await setRequestAside(directory, 'cr-1', why)).toBe(0);
  expect(host.printed()).toEqual([
    expect.stringMatching(
      /^The record of CR-1 cannot be read: it was not written by the bot.*\nIt is set aside: .* kept in Redis as \{\S+\}:set-aside:CR-1\.$/,
    ),
  ]);
  expect(await redis.hget(keys.setAside('CR-1'), 'json')).toBe(json);
  expect(await store.unusable()).toEqual([]);
  expect(await store.get('CR-1')).toBeUndefined();
  expect(await store.claimDue(10)).toEqual([]);
  expect(await store.behind('slack')).toEqual(['CR-2']);
  expect((await audit.read({ request: 'CR-1' })).at(-1)).toMatchObject({
    action: 'request.set-aside',
    actor: expect.stringContaining("on the bot's host"),
    detail: { because: why },
  });
  expect(await begin()).toMatchObject({ moved: true });
  expect(await verifyAudit(directory)).toBe(0);
});

test('an older copy that was put back, and what is no record at all, are set aside too', async () => {
  const { redis, keys, store, first, begin } = await openCommands();
  const older = await redis.hgetall(keys.request('CR-1'));
  await store.move(first, { ...first, because: 'It went on.' }, auditOf('CR-1'));
  await redis.hset(keys.request('CR-1'), older);
  expect(await setRequestAside(directory, 'CR-1', why)).toBe(0);
  expect(host.printed()[0]).toMatch(/it is older than entry \d+ of the audit log/);
  expect(await begin()).toMatchObject({ moved: true });
  await redis.del(keys.request('CR-2'));
  await redis.set(keys.request('CR-2'), 'nothing');
  expect(await setRequestAside(directory, 'CR-2', why)).toBe(0);
  expect(await store.unusable()).toEqual([]);
  expect(await redis.hlen(keys.holding('gw1'))).toBe(0);
});

test("the bot's own record is refused: a person settles that one in the chat", async () => {
  const { audit, begin } = await openCommands();
  const before = await audit.read();
  await expect(setRequestAside(directory, 'CR-1', why)).rejects.toThrow(
    "The record of CR-1 is the bot's own: settle it in the chat",
  );
  expect(await audit.read()).toEqual(before);
  expect(await begin()).toMatchObject({ moved: false });
});

test('a record of a newer version is left to the processes that know it', async () => {
  const { redis, keys, forge } = await openCommands();
  const json = await forge({ state: 'windowed' as never });
  const seal = createRecordSeal(auditKey).of('CR-1', json);
  await redis.hset(keys.request('CR-1'), { state: 'windowed', seal });
  await expect(setRequestAside(directory, 'CR-1', why)).rejects.toThrow('newer version of mtgw');
});

test('which one and why must be said, and it must be open', async () => {
  await openCommands();
  await expect(setRequestAside(directory, 'CR-9', why)).rejects.toThrow(
    'No open request is called CR-9.',
  );
  for (const [request, because] of [
    [undefined, why],
    ['CR-1', undefined],
    ['CR-1', ' '],
  ] as const) {
    expect(() => setRequestAside(directory, request, because)).toThrow('Say which request');
  }
});
