import { setTimeout as sleep } from 'node:timers/promises';
import { createChannels } from '../../src/world/channels';
import { createDigests, makeDigest } from '../../src/watching/digests';
import { postNotices } from '../../src/watching/notices';
import { createWatch, type Watch } from '../../src/watching/watch';
import { until } from '../adapters/redis/fixture';
import { type RedisServer, startRedis } from '../redis-server';
import { chatPartsOf, openWatched, type Watched } from './watched-gateways';

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

type Worker = Awaited<ReturnType<Watched['worker']>>;

async function versions({ parts }: Worker): Promise<number[]> {
  return await Promise.all(
    ['gw1', 'gw2'].map(async (gateway) => (await parts.health.watched(gateway)).version),
  );
}

/** Sweep until every gateway has been noted once more. Patience is nothing here: two probes tell it. */
async function probe(watch: Watch, worker: Worker): Promise<void> {
  const before = await versions(worker);
  await watch.sweep();
  await until(async () => (await versions(worker)).every((now, i) => now > (before[i] ?? 0)));
  world.clock.at += 1_000;
}

async function readAll(worker: Worker, chat: 'slack' | 'teams', channel: string) {
  const { chatParts, posted } = chatPartsOf(worker.parts, () => false);
  await postNotices(chatParts, chat, channel);
  return posted.map(({ summary }) => summary);
}

test('all gateways are asked in one batch, and what falls and recovers is told where it belongs', async () => {
  const worker = await world.worker();
  const watch = createWatch(worker.parts, worker.shells);
  await probe(watch, worker);
  expect(worker.batches[0]).toEqual(['gw1', 'gw2']);
  world.down.add('contoso-branch');
  await probe(watch, worker);
  await probe(watch, worker);
  world.down.clear();
  await probe(watch, worker);
  await probe(watch, worker);
  const told = ['contoso-branch is down', 'contoso-branch is up again'];
  expect(await readAll(worker, 'slack', 'mtgw')).toEqual(told);
  expect(await readAll(worker, 'teams', 'mtgw')).toEqual(told);
  expect(await readAll(worker, 'teams', 'contoso')).toEqual(told);
  expect(await readAll(worker, 'slack', 'northwind')).toEqual([]);
  expect(await readAll(worker, 'slack', 'quiet')).toEqual([]);
  await watch.stop();
});

test('a gateway that hangs holds up nobody: the others are probed on', async () => {
  const worker = await world.worker();
  const watch = createWatch(worker.parts, worker.shells);
  let release = () => {};
  let asked = 0;
  const hanging = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { shells } = worker;
  const lost = { target: 'gw1', outcome: 'timeout' as const, message: 'no answer', results: [] };
  const flaky = {
    ...shells,
    run: async (...[batch, options]: Parameters<typeof shells.run>) => {
      if (!batch.some(({ target }) => target === 'gw1')) return await shells.run(batch, options);
      asked += 1;
      if (asked > 1) await hanging;
      const rest = batch.filter(({ target }) => target !== 'gw1');
      return [lost, ...(await shells.run(rest, options))];
    },
  };
  const second = createWatch(worker.parts, flaky);
  await second.sweep();
  await until(async () => (await versions(worker)).every((version) => version === 1));
  for (let i = 0; i < 3; i++) {
    const [, before = 0] = await versions(worker);
    await second.sweep();
    await until(async () => ((await versions(worker))[1] ?? 0) > before);
  }
  expect(asked).toBe(2);
  expect(await versions(worker)).toEqual([1, 4]);
  release();
  await second.stop();
  await watch.stop();
});

test('of two workers one probes each gateway; when it is killed the other goes on, and nothing is told twice', async () => {
  const one = await world.worker();
  const two = await world.worker();
  const [first, second] = [createWatch(one.parts, one.shells), createWatch(two.parts, two.shells)];
  world.down.add('contoso-branch');
  await probe(first, one);
  await second.sweep();
  await sleep(100);
  expect(two.batches).toEqual([]);
  await probe(first, one);
  // Killed: it says nothing any more, and its claims lapse, not all in the same moment.
  await until(async () => {
    await second.sweep();
    return (await versions(two)).every((version) => version >= 3);
  }, 15_000);
  expect(two.batches).not.toEqual([]);
  expect(await readAll(two, 'slack', 'mtgw')).toEqual(['contoso-branch is down']);
  await first.stop();
  await second.stop();
});

test('a worker whose PowerShell does not start leaves the gateways to one that can read them', async () => {
  const one = await world.worker();
  const two = await world.worker();
  let tries = 0;
  const broken: typeof one.shells = {
    ...one.shells,
    run: async (batch) => {
      tries += 1;
      const refused = { outcome: 'refused' as const, message: 'pwsh did not start', results: [] };
      return batch.map(({ target }) => ({ target, ...refused }));
    },
    ready: async () => {
      throw new Error('pwsh did not start');
    },
  };
  const parts = {
    ...one.parts,
    settings: { ...one.parts.settings, watch: { ...one.parts.settings.watch, leadMs: 60_000 } },
  };
  const [first, second] = [createWatch(parts, broken), createWatch(two.parts, two.shells)];
  await first.sweep();
  await until(async () => (await versions(two)).every((version) => version === 1));
  await until(async () => {
    await first.sweep();
    await second.sweep();
    return two.batches.length > 0;
  });
  await until(async () => (await versions(two)).every((version) => version > 1));
  await first.sweep();
  expect(tries).toBe(1);
  await first.stop();
  await second.stop();
});

test('two workers that both believe to be the one tell everything once', async () => {
  const workers = await Promise.all([world.worker(), world.worker(), world.worker()]);
  const watches = workers.map(({ parts, shells }) =>
    createWatch({ ...parts, health: { ...parts.health, lead: async () => true } }, shells),
  );
  const [worker] = workers;
  if (worker === undefined) throw new Error('no worker');
  const round = async () => {
    await Promise.all(watches.map((watch) => watch.sweep()));
    await sleep(60);
    world.clock.at += 1_000;
  };
  await round();
  for (let i = 0; i < 3; i++) {
    world.down.add('contoso-branch');
    for (let j = 0; j < 4; j++) await round();
    world.down.clear();
    for (let j = 0; j < 4; j++) await round();
  }
  await Promise.all(watches.map((watch) => watch.stop()));
  const told = ['contoso-branch is down', 'contoso-branch is up again'];
  expect(await readAll(worker, 'slack', 'mtgw')).toEqual([...told, ...told, ...told]);
});

test('a chat that was down is told all of it in order, under the ids that the other one had', async () => {
  const worker = await world.worker();
  const watch = createWatch(worker.parts, worker.shells);
  let isDown = true;
  const { chatParts, posted } = chatPartsOf(worker.parts, () => isDown);
  await probe(watch, worker);
  world.down.add('contoso-branch');
  await probe(watch, worker);
  await probe(watch, worker);
  await postNotices(chatParts, 'slack', 'mtgw');
  await expect(postNotices(chatParts, 'teams', 'mtgw')).rejects.toThrow('teams is down');
  world.down.clear();
  await probe(watch, worker);
  await probe(watch, worker);
  isDown = false;
  await postNotices(chatParts, 'teams', 'mtgw');
  await postNotices(chatParts, 'slack', 'mtgw');
  const keys = (channel: string) =>
    posted.filter((one) => one.channel === channel).map(({ key }) => key);
  expect(keys('t-mtgw')).toHaveLength(2);
  expect(keys('t-mtgw')).toEqual(keys('s-mtgw'));
  await watch.stop();
});

test('a digest comes once at its time with many processes, and once after a long pause', async () => {
  const workers = await Promise.all([world.worker(), world.worker(), world.worker()]);
  const [worker] = workers;
  if (worker === undefined) throw new Error('no worker');
  const all = workers.map(({ parts }) => createDigests(parts));
  const tick = () => Promise.all(all.map((digests) => digests.postDue()));
  await Promise.all(all.map((digests) => digests.schedule('set')));
  await tick();
  expect(await readAll(worker, 'slack', 'mtgw')).toEqual([]);
  world.clock.at = Date.parse('2026-01-10T07:00:00Z');
  await tick();
  await tick();
  expect(await readAll(worker, 'slack', 'mtgw')).toEqual(['Digest of all tenants: 2 not known']);
  expect(await readAll(worker, 'teams', 'northwind')).toEqual(['Digest of northwind: 1 not known']);
  world.clock.at = Date.parse('2026-01-20T12:00:00Z');
  await createDigests(worker.parts).schedule('set');
  await tick();
  await tick();
  expect(await readAll(worker, 'slack', 'mtgw')).toHaveLength(1);
  const [due] = await worker.parts.health.digestsDue(Date.parse('2026-01-21T07:00:00Z'));
  expect(due).toMatchObject({ at: Date.parse('2026-01-21T07:00:00Z') });
});

test('a channel whose digest cannot be timed is said once, and the digests of the others come', async () => {
  const { parts } = await world.worker();
  const said: unknown[] = [];
  const log = { ...parts.log, error: (data: object) => void said.push(data) };
  const entry = (name: string, at: string) => ({
    slack: name,
    operations: true,
    health: true,
    digest: { at, timeZone: 'UTC' },
  });
  const on = (at: string) => ({
    ...parts,
    log,
    channels: createChannels({ first: entry('first', at), second: entry('second', '0 7 * * *') }),
  });
  const never = createDigests(on('0 7 31 2 *'));
  await never.schedule('set');
  await never.schedule('mend');
  expect(said).toEqual([{ err: expect.any(Error), channel: 'first' }]);
  world.clock.at = Date.parse('2026-01-10T07:00:00Z');
  await never.postDue();
  expect(await parts.health.firstNotices('slack', 'second', 9)).toHaveLength(1);
  // The time that was due is known, and the one behind it is not.
  await createDigests(on('0 7 * * *')).schedule('set');
  world.clock.at = Date.parse('2026-01-11T07:00:00Z');
  const noMore = createDigests(on('0 7 31 2 *'));
  await noMore.postDue();
  await noMore.postDue();
  expect(said).toHaveLength(2);
  expect(await parts.health.firstNotices('slack', 'first', 9)).toEqual([]);
  expect(await parts.health.lastDigest('second')).toBe(world.clock.at);
});

test('a digest of one tenant reads its own gateway alone', async () => {
  const worker = await world.worker();
  const watch = createWatch(worker.parts, worker.shells);
  await probe(watch, worker);
  const text = JSON.stringify(await makeDigest(worker.parts, { tenant: 'northwind' }, undefined));
  expect(text).toContain('Digest of northwind: all is well');
  expect(text).not.toMatch(/contoso|gw1/);
  await watch.stop();
});
