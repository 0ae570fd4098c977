import { removeS2s } from '../../src/ops/s2s/remove';
import { sealSecrets } from '../../src/workflow/secrets';
import { disconnectAll } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { openRealRecords } from './real-records';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(disconnectAll);
afterAll(async () => await server.stop());

const nothing = { typed: {}, carried: {} };
const of = (site: string) => ({ tenant: 'contoso', site });

test("a removal goes on with the tunnel's own key, however many changes of others came since", async () => {
  const { parts, vault, put, newest, close } = await openRealRecords(server);
  const texts = of('hq');
  const psk = await parts.vault.seal('the key that the far end has', 'CR-1 psk', 60_000, 'given');
  await put('CR-1', { operation: 'add-s2s', state: 'kept', args: { ...texts, psk } });
  const others = Array.from({ length: 510 }, (_, i) => `CR-${i + 2}`);
  const change = { operation: 'add-s2s', state: 'kept' as const, args: of('branch') };
  await Promise.all(others.map((id) => put(id, change)));
  const recent = jest.spyOn(parts.store, 'recent');
  const policy = (await newest('CR-1')).policy;
  if (policy === undefined) throw new Error('CR-1 has no policy');
  const about = { id: 'CR-600', texts, policy };
  const { psk: sealed } = await sealSecrets(parts, removeS2s, about, nothing);
  expect(sealed?.origin).toBe('kept');
  expect(sealed && (await vault.open(sealed))).toBe('the key that the far end has');
  expect(recent).not.toHaveBeenCalled();
  await close();
});
