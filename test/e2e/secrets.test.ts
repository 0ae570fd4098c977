import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openWorld, type World } from './world';

/* The key of a tunnel is looked for everywhere that the bot writes, in the forms in which it could hide. */

const typed = 'Zebra-Violin_7402!Quay+Mast';
let world: World;
let made = '';

beforeAll(async () => {
  world = await openWorld();
}, 90_000);
afterAll(() => world.close());

async function add(line: string, key?: string): Promise<string> {
  const mark = world.mark();
  world.say(line, { as: 'alice' });
  if (key !== undefined) {
    await world.hears(/Pre-shared key/, { since: mark });
    const values = { destination: '203.0.113.90', subnets: '10.61.0.0/24', psk: key };
    const outcome = world.sandbox.platform.fill('alice', values);
    if (!outcome.ok) throw new Error(outcome.error);
  }
  const card = await world.hears(/CR-\d+ Waiting for approval/, { since: mark });
  const id = /CR-\d+/.exec(card)?.[0] ?? '';
  await world.press('Approve', { as: 'bob' });
  await world.until(id, ['verifying']);
  return id;
}

function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const wide = Buffer.from(secret, 'utf16le');
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('base64').slice(0, -4),
    wide.toString('hex'),
    wide.toString('latin1'),
  ];
}

function finds(haystack: string): string[] {
  return [made, typed].flatMap((secret, index) =>
    forms(secret).some((form) => haystack.includes(form)) ? [index === 0 ? 'made' : 'typed'] : [],
  );
}

it('the made key is shown once, on a page of its own, to whoever asked', async () => {
  const id = await add('/mtgw add-s2s tenant=contoso site=hq');
  const mark = world.mark();
  await world.press('Get the key', { as: 'bob' });
  await world.hears(/Only alice/, { since: mark });
  await world.press('Get the key', { as: 'alice' });
  const offer = await world.hears(/\/key\//, { since: mark });
  const address = /http:\/\/127\.0\.0\.1:\d+\/key\/\S+/.exec(offer)?.[0] ?? '';
  const preview = await fetch(address);
  expect(preview.status).toBe(200);
  expect(await preview.text()).not.toMatch(/<pre>/);
  const shown = await fetch(address, { method: 'POST' });
  made = /<pre>([^<]{16,})<\/pre>/.exec(await shown.text())?.[1] ?? '';
  expect(made).toMatch(/^[A-Za-z0-9]{40}$/);
  expect((await fetch(address, { method: 'POST' })).status).toBe(410);
  expect((await world.request(id))?.generatedKey?.shown).toBe(true);
}, 60_000);

it('a typed key is used, and comes back nowhere', async () => {
  await add('/mtgw add-s2s tenant=northwind site=annex', typed);
  // It did arrive where it belongs: the simulated gateway keeps a hash, which this proves.
  const [state] = await world.sandbox.gateways.run('gw2', 'Get-SimulatorState', {});
  const tunnels = (state as { Tunnels: { Name: string; KeyHash: string }[] }).Tunnels;
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256').update(typed).digest('hex');
  const annex = tunnels.find(({ Name }) => Name === 'northwind-annex');
  expect(annex?.KeyHash.toLowerCase()).toBe(hash);
}, 60_000);

it('neither is in Redis, in its append-only file, in a message, in a log or in the gateway state', async () => {
  expect(made).not.toBe('');
  const dumps: string[] = [];
  for (const key of await world.redis.keys('*')) {
    dumps.push(key, (await world.redis.dumpBuffer(key))?.toString('latin1') ?? '');
    if ((await world.redis.type(key)) === 'string') dumps.push((await world.redis.get(key)) ?? '');
  }
  expect(finds(dumps.join('\n'))).toEqual([]);
  const folder = dirname(world.sandbox.stateDirectory);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const text = readFileSync(join(file.parentPath, file.name)).toString('latin1');
    expect({ file: file.name, holds: finds(text) }).toEqual({ file: file.name, holds: [] });
  }
  const said = world.sandbox.platform.messages().map((sent) => `${sent.text}\n${sent.unseen}`);
  expect(finds(said.join('\n'))).toEqual([]);
  expect(world.sandbox.logLines().length).toBeGreaterThan(0);
  expect(finds(world.sandbox.logLines().join('\n'))).toEqual([]);
}, 60_000);

it('the search would find a key that leaked', async () => {
  await world.redis.set('leak', `psk=${typed}`);
  const dumped = (await world.redis.get('leak')) ?? '';
  expect(finds(dumped)).toEqual(['typed']);
});

it('no process of the bot opens a debugger, whoever asks it to', async () => {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const ours = [...all.matchAll(/^ *(\d+) +(\d+) .*main\.js (chat|worker)/gm)]
    .filter(([, , parent]) => Number(parent) === process.pid)
    .map(([, pid]) => Number(pid));
  expect(ours).toHaveLength(2);
  for (const pid of ours) process.kill(pid, 'SIGUSR1');
  await delay(1_000);
  await expect(fetch('http://127.0.0.1:9229/json')).rejects.toThrow();
  expect(world.sandbox.logLines().join('\n')).not.toContain('Debugger');
});
