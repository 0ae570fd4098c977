import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createChangeQueue } from '../../src/adapters/redis/change-queue';
import { packageRoot } from '../../src/package-root';
import { prefix } from '../../src/sandbox/sandbox';
import { openWorld, type World } from './world';

/* What people rely on without seeing it, tried on the whole bot. */

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 90_000);
afterAll(() => world.close());

function mtgw(...words: string[]): Promise<{ code: number | null; said: string }> {
  const cli = join(packageRoot, 'dist', 'src', 'cli.js');
  return new Promise((resolve) => {
    const options = { env: { ...world.sandbox.environment, MTGW_LOG: 'silent' } };
    const child = execFile(process.execPath, [cli, ...words], options, (_error, out, err) =>
      resolve({ code: child.exitCode, said: `${out}${err}` }),
    );
  });
}

function applied(): number {
  const journal = readFileSync(join(world.sandbox.stateDirectory, 'gw1.journal'), 'utf8');
  return journal.split('\n').filter((line) => / applied Add-VpnS2SInterface /.test(line)).length;
}

it('one person who approves in both chats at once is one vote, and one run', async () => {
  world.say('/mtgw add-s2s tenant=contoso site=hq', { as: 'alice' });
  await world.until('CR-1001', ['pending']);
  await world.hears(/CR-1001 Waiting for approval/);
  await delay(300);
  await Promise.all([
    world.press('Approve', { as: 'bob' }),
    world.press('Approve', { as: 'bob', in: 'teams' }),
  ]);
  const request = await world.until('CR-1001', ['verifying']);
  expect(request.votes).toHaveLength(1);
  expect(request.run).toBe(1);
  expect(applied()).toBe(1);
});

it('a job that comes twice, or late, finds nothing to do', async () => {
  const queue = createChangeQueue(world.redis, prefix, quiet);
  const before = await world.request('CR-1001');
  await queue.enqueueChange('gw1', 'CR-1001', 1);
  await queue.enqueueChange('gw1', 'CR-1001', 7);
  await queue.enqueueChange('gw1', 'CR-4711', 1);
  const end = Date.now() + 10_000;
  while ((await queue.hasChange('gw1', 'CR-1001', 1)) && Date.now() < end) await delay(50);
  await queue.close();
  expect((await world.request('CR-1001'))?.startedRun).toBe(before?.startedRun);
  expect(applied()).toBe(1);
});

it('both chats show the same card', async () => {
  await world.hears(/CR-1001 Verifying/);
  await delay(1_000);
  const newest = (chat: string) =>
    world.sandbox.platform
      .messages()
      .findLast(({ chat: its, text }) => its === chat && text.startsWith('CR-1001 '))?.text;
  expect(newest('slack')).toBeDefined();
  expect(newest('teams')).toBe(newest('slack'));
});

it('mtgw secret show gives the key that the bot made, once', async () => {
  const shown = await mtgw('secret', 'show', 'CR-1001');
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.said).toMatch(/^[A-Za-z0-9]{40}\n$/);
  const again = await mtgw('secret', 'show', 'CR-1001');
  expect(again.code).toBe(1);
  expect(again.said).toMatch(/CR-1001 has no key to show/);
});

it('mtgw audit verify says that the trail is whole, and which entry was changed', async () => {
  const whole = await mtgw('audit', 'verify');
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.said).toMatch(/whole: \d+ entries/);
  const keys = await world.redis.keys('*audit*');
  const types = await Promise.all(keys.map((key) => world.redis.type(key)));
  const stream = keys[types.indexOf('stream')];
  if (stream === undefined) throw new Error(`no stream among ${keys.join(', ')}`);
  const [, second] = await world.redis.xrange(stream, '-', '+', 'COUNT', 2);
  await world.redis.xdel(stream, second?.[0] ?? '');
  const broken = await mtgw('audit', 'verify');
  expect(broken.code).toBe(1);
  expect(broken.said).toMatch(/does not hold at entry 2/);
});

it('a process that is not told enough names all of it', async () => {
  const cli = join(packageRoot, 'dist', 'src', 'main.js');
  const said = await new Promise<string>((resolve) => {
    const env = { MTGW_CONFIG: world.sandbox.environment['MTGW_CONFIG'] };
    execFile(process.execPath, [cli, 'worker'], { env }, (_error, out, err) =>
      resolve(`${out}${err}`),
    );
  });
  expect(said).toMatch(/MTGW_AUDIT_KEY: is not set/);
  expect(said).toMatch(/MTGW_VAULT_KEY: is not set/);
});
