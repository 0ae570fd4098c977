import { randomBytes } from 'node:crypto';
import { auditKey, disconnectAll, freshRecords, vaultKey } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';

/**
 * Records as a command finds them that is told the sandbox's configuration: its gateways are simulated, and what is kept
 * of such has a prefix of its own behind the one that is named.
 */
export async function simulatedRecords(server: RedisServer) {
  const base = `host-${randomBytes(4).toString('hex')}`;
  return { base, records: await freshRecords(server, { prefix: `${base}-simulated` }) };
}

/** Commands on the bot's own host: a Redis for the file's tests, what they print, and an environment that is put back. */
export function useHostCommands() {
  const environment = { ...process.env };
  let server: RedisServer;
  let printed: string[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  beforeEach(() => {
    printed = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text).trim());
      return true;
    });
  });
  afterEach(() => {
    process.env = { ...environment };
    disconnectAll();
  });
  afterAll(async () => await server.stop());

  return {
    /** Each piece that was written to standard output. */
    printed: (): readonly string[] => printed,
    /** A fresh installation, which the environment names with its keys. */
    async install() {
      const { records, base } = await simulatedRecords(server);
      Object.assign(process.env, {
        MTGW_REDIS_URL: server.url,
        MTGW_PREFIX: base,
        MTGW_AUDIT_KEY: auditKey.toString('hex'),
        MTGW_VAULT_KEY: vaultKey.toString('hex'),
      });
      return records;
    },
  };
}
