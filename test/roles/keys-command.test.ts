import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keysUnder } from '../../src/adapters/redis/keys';
import { keepPresence } from '../../src/adapters/redis/presence';
import { openRecords } from '../../src/adapters/redis/records';
import { serveOutbox } from '../../src/adapters/redis/serve-outbox';
import { packageRoot } from '../../src/package-root';
import { verifyAudit } from '../../src/roles/audit-command';
import { printKeys, rotateKeys } from '../../src/roles/keys-command';
import { auditKey, auditOf, quiet, requestOf, vaultKey } from '../adapters/redis/fixture';
import { useHostCommands } from './host-commands';

const host = useHostCommands();
const directory = join(packageRoot, 'src', 'sandbox', 'config');

/** An installation with a request and a sealed value, and the environment of a person who replaces both keys. */
async function openCommands() {
  const records = await host.install();
  const { store, vault, prefix } = records;
  await store.create(requestOf('CR-1'), auditOf('CR-1'));
  const ref = await vault.seal('the key of a tunnel', 'psk', 600_000);
  const [audit, sealing] = [randomBytes(32), randomBytes(32)];
  Object.assign(process.env, {
    MTGW_AUDIT_KEY: audit.toString('hex'),
    MTGW_VAULT_KEY: sealing.toString('hex'),
    MTGW_AUDIT_KEY_OLD: auditKey.toString('hex'),
    MTGW_VAULT_KEY_OLD: vaultKey.toString('hex'),
  });
  const keysNow = { auditKey: [audit, auditKey] as const, vaultKey: sealing };
  const reopen = () => openRecords(records.redis, { prefix, ...keysNow, log: quiet });
  return { ...records, ref, reopen };
}

test('the keys of a new installation are two, drawn anew each time, as lines of a file', () => {
  const beside = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(printKeys()).toBe(0);
  expect(beside).toHaveBeenCalledWith(expect.stringMatching(/^Put each in the place of its line/));
  expect(printKeys()).toBe(0);
  const both = ['MTGW_AUDIT_KEY=KEY', 'MTGW_VAULT_KEY=KEY'];
  const shapes = host.printed().map((line) => line.replace(/[0-9a-f]{64}$/, 'KEY'));
  expect(shapes).toEqual([...both, ...both]);
  expect(new Set(host.printed().map((line) => line.split('=')[1])).size).toBe(4);
});

test('all that is kept is under the new keys afterwards, and the trail holds', async () => {
  const { reopen, ref } = await openCommands();
  expect(await rotateKeys(directory)).toBe(0);
  expect(host.printed()).toEqual([
    'Under the new keys now: 1 request and 1 sealed key. The audit log says so.',
  ]);
  const after = reopen();
  expect(await after.store.get('CR-1')).toMatchObject({ id: 'CR-1' });
  expect(await after.vault.open(ref)).toBe('the key of a tunnel');
  expect(await verifyAudit(directory)).toBe(0);
  const secret = Object.entries(process.env).filter(([name]) => /^MTGW_.*_KEY/.test(name));
  expect(secret).toHaveLength(4);
  for (const [, key] of secret) expect(host.printed().join('\n')).not.toContain(key);
});

test('said again it finds nothing more to do', async () => {
  await openCommands();
  await rotateKeys(directory);
  expect(await rotateKeys(directory)).toBe(0);
  expect(host.printed().at(-1)).toBe(
    'Under the new keys now: 0 requests and 0 sealed keys. The audit log says so.',
  );
});

test('a request that nobody could have written stays as it is, and is named', async () => {
  const { redis, prefix } = await openCommands();
  await redis.hset(keysUnder(prefix).request('CR-1'), 'seal', 'forged');
  expect(await rotateKeys(directory)).toBe(1);
  expect(host.printed().at(-1)).toBe('Not believed, and left as they are: CR-1.');
});

test('without a key of before there is nothing to replace', async () => {
  await openCommands();
  delete process.env['MTGW_AUDIT_KEY_OLD'];
  delete process.env['MTGW_VAULT_KEY_OLD'];
  await expect(rotateKeys(directory)).rejects.toThrow('There is nothing to replace.');
});

test('while a chat or a worker is there, nothing is replaced', async () => {
  const { redis, prefix, audit } = await openCommands();
  const before = await audit.read();
  const first = 'Stop every process of the bot first';
  const chat = await serveOutbox({ redis, prefix, log: quiet }, 'slack', async () => {});
  await expect(rotateKeys(directory)).rejects.toThrow(`serves the chats. ${first}`);
  await chat.close();
  const worker = await keepPresence(redis, keysUnder(prefix), ['gw2'], quiet, 1_000);
  await expect(rotateKeys(directory)).rejects.toThrow(`A worker serves gw2. ${first}`);
  await worker.leave();
  expect(await audit.read()).toEqual(before);
  expect(await rotateKeys(directory)).toBe(0);
});
