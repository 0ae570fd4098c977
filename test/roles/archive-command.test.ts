import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';
import { archiveNow, keepArchiving } from '../../src/roles/archive-command';
import { verifyAudit } from '../../src/roles/audit-command';
import { readProcessConfig } from '../../src/config/process';
import {
  auditKey,
  auditOf,
  disconnectAll,
  quiet,
  requestOf,
  until,
  vaultKey,
} from '../adapters/redis/fixture';
import { realClock } from '../fakes/real-clock';
import { simulatedRecords } from './host-commands';
import { type RedisServer, startRedis } from '../redis-server';

let server: RedisServer;
let folder: string;
const environment = { ...process.env };
beforeAll(async () => {
  server = await startRedis();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mtgw-archive-'));
});
afterEach(() => {
  process.env = { ...environment };
  disconnectAll();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => await server.stop());

const ago = (days: number) => Date.now() - days * 86_400_000;

/** A request that ended 401 days ago, one that was asked 399 days ago, and what the commands print. */
async function openCommands(archive: object | undefined) {
  const directory = join(folder, 'config');
  cpSync(join(packageRoot, 'src', 'sandbox', 'config'), directory, { recursive: true });
  writeFileSync(join(directory, 'mtgw.yaml'), JSON.stringify({ archive }));
  const { records, base } = await simulatedRecords(server);
  const { store } = records;
  const said = (id: string, days: number) => ({ ...auditOf(id), at: ago(days) });
  const made = await store.create(requestOf('CR-1'), said('CR-1', 402));
  await store.move(made, { ...made, state: 'closed' }, said('CR-1', 401));
  await store.create(requestOf('CR-2'), said('CR-2', 399));
  Object.assign(process.env, {
    MTGW_REDIS_URL: server.url,
    MTGW_PREFIX: base,
    MTGW_AUDIT_KEY: auditKey.toString('hex'),
    MTGW_VAULT_KEY: vaultKey.toString('hex'),
  });
  const printed: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text).trim());
    return true;
  });
  return { ...records, printed, directory };
}

test('what is older than 400 days goes into the file that mtgw.yaml names, and both verify', async () => {
  const file = join(folder, 'archive.jsonl');
  const { printed, directory, store } = await openCommands({ file });
  expect(await archiveNow(directory)).toBe(0);
  expect(printed.at(-1)).toBe(
    `Moved to ${file}: 2 audit entries and 1 request that ended, older than 400 days.`,
  );
  expect(await store.get('CR-1')).toBeUndefined();
  expect(await store.get('CR-2')).toBeDefined();
  expect(await verifyAudit(directory)).toBe(0);
  expect(printed.slice(-3, -1)).toEqual([
    'The audit trail is whole: 2 entries, none changed, none missing. Entries 1 to 2 are archived: mtgw audit verify --archive FILE proves those too.',
    'The archive holds: entries 1 to 2, and 1 request that ended.',
  ]);
  writeFileSync(join(folder, 'other.jsonl'), '');
  expect(await verifyAudit(directory, [join(folder, 'other.jsonl')])).toBe(1);
  expect(printed.at(-1)).toBe(
    'The archive does not hold behind entry 0: Entries 1 to 2 are in none of these files.',
  );
});

test('a worker does it by itself', async () => {
  const file = join(folder, 'archive.jsonl');
  const { directory, redis, store } = await openCommands({ file, keepDays: 400 });
  const loop = keepArchiving(redis, readProcessConfig(directory), realClock, quiet);
  await until(async () => (await store.get('CR-1')) === undefined);
  await loop.stop();
  expect(await verifyAudit(directory)).toBe(0);
});

test('where the archive is must be said, and its folder must be there', async () => {
  const { directory, store } = await openCommands(undefined);
  await expect(archiveNow(directory)).rejects.toThrow('Say in mtgw.yaml where the archive is');
  const file = join(folder, 'nowhere', 'archive.jsonl');
  writeFileSync(join(directory, 'mtgw.yaml'), JSON.stringify({ archive: { file } }));
  await expect(archiveNow(directory)).rejects.toThrow(
    `The archive ${file} cannot be written (ENOENT).`,
  );
  expect(await store.get('CR-1')).toBeDefined();
  await expect(verifyAudit(directory, [file])).rejects.toThrow('cannot be read (ENOENT)');
});
