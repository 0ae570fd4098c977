import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';
import { sealBrokenAudit, verifyAudit } from '../../src/roles/audit-command';
import {
  auditKey,
  auditOf,
  disconnectAll,
  freshRecords,
  vaultKey,
} from '../adapters/redis/fixture';
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
  const records = await freshRecords(server);
  for (let i = 0; i < 3; i++) await records.audit.append(auditOf('CR-1'));
  Object.assign(process.env, {
    MTGW_REDIS_URL: server.url,
    MTGW_PREFIX: records.prefix,
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
  expect(printed.at(-1)).toMatch(/holds: 4 entries.*\n.*on the bot's host.*: I typed XADD/);
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
