import { createUnwatched } from '../../src/watching/unwatched';
import { until } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { chatPartsOf, openWatched, type Watched } from './watched-gateways';
import { postNotices } from '../../src/watching/notices';

let server: RedisServer;
let world: Watched;
beforeAll(async () => {
  server = await startRedis();
});
beforeEach(() => {
  world = openWatched(server.url);
});
afterEach(() => world.close());
afterAll(async () => await server.stop());

async function processes(count: number) {
  const all = [];
  for (let i = 0; i < count; i++) {
    const { parts } = await world.worker();
    const watch = {
      ...parts.settings.watch,
      staleAfterMs: 60_000,
      probeEveryMs: 100,
      probeTimeoutMs: 200,
    };
    all.push({ ...parts, settings: { ...parts.settings, watch } });
  }
  return all;
}
type Parts = Awaited<ReturnType<typeof processes>>[number];

async function probed(parts: Parts | undefined, gateway: string, ago: number) {
  if (parts === undefined) throw new Error('no process');
  const { version } = await parts.health.watched(gateway);
  const state = {
    at: world.clock.at - ago,
    probedAt: Date.now() - ago,
    verdicts: [],
    tracks: {},
  };
  await parts.health.record(gateway, version, state, { postings: [], ended: [] });
}

async function told(parts: Parts | undefined, channel: string): Promise<string[]> {
  if (parts === undefined) throw new Error('no process');
  const { chatParts, posted } = chatPartsOf(parts, () => false);
  await postNotices(chatParts, 'slack', channel);
  return posted.map(({ summary }) => summary);
}

test('a gateway that no worker reads is told once by many processes, and so is its end', async () => {
  const all = await processes(3);
  const [one] = all;
  const looks = all.map(createUnwatched);
  const look = () => Promise.all(looks.map((each) => each()));
  await probed(one, 'gw1', 120_000);
  await probed(one, 'gw2', 0);
  await look();
  expect(await told(one, 'mtgw')).toEqual([]);
  await until(async () => {
    await look();
    return Object.keys((await one?.health.unwatched()) ?? {}).length > 0;
  });
  await look();
  expect(await told(one, 'mtgw')).toEqual(['gw1 is not watched']);
  expect(await told(one, 'contoso')).toEqual(['gw1 is not watched']);
  expect(await told(one, 'northwind')).toEqual([]);
  expect(await told(one, 'quiet')).toEqual([]);
  await probed(one, 'gw1', 0);
  await look();
  await look();
  expect(await told(one, 'mtgw')).toEqual(['gw1 is watched again']);
  expect(await told(one, 'contoso')).toEqual(['gw1 is watched again']);
});

test('after a pause of everything nobody is told when it is read again soon', async () => {
  const [one] = await processes(1);
  if (one === undefined) throw new Error('no process');
  const look = createUnwatched(one);
  await probed(one, 'gw1', 120_000);
  await probed(one, 'gw2', 0);
  await look();
  await probed(one, 'gw1', 0);
  const began = performance.now();
  await until(async () => {
    await look();
    return performance.now() - began > 600;
  });
  expect(await told(one, 'mtgw')).toEqual([]);
});
