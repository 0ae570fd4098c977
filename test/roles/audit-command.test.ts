import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';
import { sealBrokenAudit, verifyAudit } from '../../src/roles/audit-command';
import { logTrailsEnd } from '../../src/roles/log-trails-end';
import {
  auditKey,
  auditOf,
  disconnectAll,
  listeningLog,
  until,
  vaultKey,
} from '../adapters/redis/fixture';
import { simulatedRecords } from './host-commands';
import { type RedisServer, startRedis } from '../redis-server';

let server: RedisServer;
const environment = { ...process.env };
beforeAll(async () => {
  server = await startRedis();
});
afterEach(() => {
  process.env = { ...environment };
  disconnectAll();
});
afterAll(async () => await server.stop());

const directory = join(packageRoot, 'src', 'sandbox', 'config');

/** A log of three entries, and what the commands print about it. */
async function openCommands() {
  const { records, base } = await simulatedRecords(server);
  for (let i = 0; i < 3; i++) await records.audit.append(auditOf('CR-1'));
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
  return { ...records, printed, stream: `{${records.prefix}}:audit` };
}

test('a broken trail is sealed on the bot’s host, and verified from there on', async () => {
  const { redis, audit, printed, stream } = await openCommands();
  await redis.xadd(stream, '*', 'e', 'typed by mistake');
  expect(await verifyAudit(directory)).toBe(1);
  expect(printed.at(-1)).toContain('does not hold at entry 4');
  await expect(audit.append(auditOf('CR-1'))).rejects.toThrow('mtgw audit seal');
  const words = { because: 'I typed XADD', keyLost: false };
  expect(await sealBrokenAudit(directory, words)).toBe(0);
  expect(printed.at(-1)).toContain('Sealed with entry 4: Entry 4 is missing');
  expect(await verifyAudit(directory)).toBe(0);
  expect(printed.at(-2)).toMatch(/holds: 4 entries.*\n.*on the bot's host.*: I typed XADD/);
  expect((await audit.append(auditOf('CR-1'))).seq).toBe(5);
});

test('a seal needs a reason', async () => {
  const { redis, stream } = await openCommands();
  await redis.xadd(stream, '*', 'e', 'typed by mistake');
  expect(() => sealBrokenAudit(directory, { because: ' ', keyLost: false })).toThrow(
    'Say what happened',
  );
  expect(await verifyAudit(directory)).toBe(1);
});

test('a trail that was cut, with all that holds its end in Redis, is found by an entry that was kept elsewhere', async () => {
  const { redis, printed, stream } = await openCommands();
  expect(await verifyAudit(directory)).toBe(0);
  const [, kept = ''] = /--from (\d+:[0-9a-f]{64})$/.exec(printed.at(-1) ?? '') ?? [];
  expect(kept).toMatch(/^3:/);
  const [second] = await redis.xrange(stream, '2-0', '2-0');
  await redis.xdel(stream, '3-0');
  await redis.hset(stream.replace(/audit$/, 'audit-head'), 'seq', '2', 'mac', second?.[1][3] ?? '');
  await redis.rpop(stream.replace(/audit$/, 'audit-of:CR-1'));
  // What stands in Redis agrees with itself.
  expect(await verifyAudit(directory)).toBe(0);
  expect(await verifyAudit(directory, [], kept)).toBe(1);
  expect(printed.at(-1)).toContain('Entry 3 was there before and is gone.');
});

test('an entry that is none is refused', () => {
  expect(() => verifyAudit(directory, [], 'newest')).toThrow('--from 1042:');
});

test('the end of the trail goes into the log, when it has moved', async () => {
  const { redis, prefix, audit } = await openCommands();
  const log = listeningLog();
  const telling = logTrailsEnd(redis, prefix, log, 10);
  await until(() => log.said.length === 1);
  await audit.append(auditOf('CR-1'));
  await until(() => log.said.length === 2);
  await telling.stop();
  const [{ mac } = { mac: '' }] = await audit.read({ limit: 1 });
  expect(log.said.at(-1)).toContain(`"entry":"4:${mac}"`);
});
