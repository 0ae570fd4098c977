import { auditKey, disconnectAll, freshRecords, vaultKey } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';

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
      const records = await freshRecords(server);
      Object.assign(process.env, {
        MTGW_REDIS_URL: server.url,
        MTGW_PREFIX: records.prefix,
        MTGW_AUDIT_KEY: auditKey.toString('hex'),
        MTGW_VAULT_KEY: vaultKey.toString('hex'),
      });
      return records;
    },
  };
}
