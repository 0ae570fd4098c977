import { createKeyPage } from '../../../src/adapters/http/key-page';
import { serveHttp } from '../../../src/adapters/http/server';
import { type RedisServer, startRedis } from '../../redis-server';
import { disconnectAll, freshRecords, listeningLog } from './fixture';

/* A one-time address opens the offer that it was made for, and nothing else; who reads Redis can open nothing. */

let server: RedisServer;
const closers: (() => Promise<void>)[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  disconnectAll();
});
afterAll(async () => await server.stop());

const psk = 'Zebra-Violin_7402!Quay+Mast';

/** The page over a real server, with a key in the vault that alice is offered. */
async function offered() {
  const log = listeningLog();
  const records = await freshRecords(server, { log });
  const { vault, offers, redis, prefix } = records;
  const shown: { request: string; secret: string; to: string }[] = [];
  const page = createKeyPage({
    vault,
    offers,
    log,
    onReveal: async (offer) => void shown.push(offer),
  });
  const http = await serveHttp({ host: '127.0.0.1', port: 0 }, [page.route], log);
  closers.push(() => http.close());
  const { secret } = await vault.seal(psk, 'key of CR-1', 60_000, 'made');
  const token = await page.offer({ request: 'CR-1', secret, to: 'alice', line: 'add-s2s' });
  const ask = (name: string, method = 'POST') =>
    fetch(`http://127.0.0.1:${http.port}/key/${name}`, { method });
  const named = (name: string) => redis.keys(`{${prefix}}:${name}:*`);
  return { ...records, log, shown, secret, token, ask, named };
}

test('the address shows the key once, to whom it was made for', async () => {
  const { token, ask, shown, secret } = await offered();
  expect((await ask(token, 'GET')).status).toBe(200);
  const answer = await ask(token);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(psk)]);
  expect(shown).toEqual([{ request: 'CR-1', secret, to: 'alice', line: 'add-s2s' }]);
  expect((await ask(token)).status).toBe(410);
  expect((await ask(token, 'GET')).status).toBe(410);
});

test('of many that press at once exactly one sees it', async () => {
  const { token, ask } = await offered();
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(token)));
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 410)]);
});

test('no name in Redis is an address: nothing is shown, taken or said', async () => {
  const { ask, named, log, vault, secret, redis } = await offered();
  const names = [...(await named('offer')), ...(await named('secret'))];
  expect(names).toHaveLength(2);
  for (const name of names.map((key) => key.split(':').at(-1) ?? '')) {
    expect((await ask(name, 'GET')).status).toBe(410);
    const answer = await ask(name);
    expect([answer.status, (await answer.text()).includes(psk)]).toEqual([410, false]);
  }
  expect(await redis.exists(names)).toBe(2);
  expect(await vault.open({ secret })).toBe(psk);
  expect(log.said.join('\n')).not.toContain('Zebra');
});

test('a typed value that looks like an offer opens nothing', async () => {
  const { ask, vault, secret, shown } = await offered();
  const text = JSON.stringify({ request: 'CR-3', secret, to: 'bob', line: 'x' });
  const typed = await vault.seal(text, 'key page', 60_000);
  expect((await ask(typed.secret)).status).toBe(410);
  expect(await vault.open(typed)).toBe(text);
  expect(shown).toEqual([]);
});

test('an offer, or a sealed key, under the name of another offer opens nothing', async () => {
  const { redis, offers, ask, named, token, shown } = await offered();
  const [mine = ''] = await named('offer');
  const [key = ''] = await named('secret');
  const bait = await offers.make(
    { request: 'CR-2', secret: 'x', to: 'mallory', line: 'x' },
    60_000,
  );
  const [other = ''] = (await named('offer')).filter((name) => name !== mine);
  const offer = (await redis.get(mine)) ?? '';
  for (const stored of [offer, (await redis.get(key)) ?? '', '{"half": ', 'Zebra']) {
    await redis.set(other, stored);
    expect((await ask(bait)).status).toBe(410);
  }
  expect(shown).toEqual([]);
  expect((await ask(token)).status).toBe(200);
});

test('a key that is not the one of its request is not shown', async () => {
  const { vault, offers, log } = await offered();
  const refusing = createKeyPage({
    vault,
    offers,
    log,
    onReveal: () => Promise.reject(new Error('CR-1 has no key to show now.')),
  });
  const http = await serveHttp({ host: '127.0.0.1', port: 0 }, [refusing.route], log);
  closers.push(() => http.close());
  const { secret } = await vault.seal(psk, 'key', 60_000);
  const token = await refusing.offer({ request: 'CR-1', secret, to: 'bob', line: 'x' });
  const answer = await fetch(`http://127.0.0.1:${http.port}/key/${token}`, { method: 'POST' });
  expect([answer.status, (await answer.text()).includes(psk)]).toEqual([410, false]);
  expect(log.said.join('\n')).not.toContain('Zebra');
});
