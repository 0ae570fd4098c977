import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { readConfig } from '../../src/config/directory';
import { findPrograms } from '../../src/config/programs';
import { packageRoot } from '../../src/package-root';
import { freePort } from '../../src/sandbox/free-port';
import type { LoopbackChat } from '../../src/sandbox/loopback/loopback-chat';
import { createSentLog } from '../../src/sandbox/loopback/sent-log';
import { teamId } from '../../src/sandbox/loopback/slack/cast';
import { startLoopbackSlack } from '../../src/sandbox/loopback/slack/slack';
import { type RedisServer, startRedis } from '../redis-server';

/* docs/first-change.md as a newcomer would follow it, with its own words; Slack is a server on loopback. */

const page = readFileSync(join(packageRoot, 'docs', 'first-change.md'), 'utf8');
const cli = join(packageRoot, 'dist', 'src', 'cli.js');
const sent = createSentLog();
let directory: string;
let redis: RedisServer;
let slack: LoopbackChat;
let publicUrl: string;
let environment: NodeJS.ProcessEnv;
let bot: ChildProcess | undefined;

/** The line of the page that begins so, as it is typed. */
function documented(beginning: string): string {
  const line = page.split('\n').find((one) => one.trim().startsWith(beginning));
  if (line === undefined) throw new Error(`the page has no line "${beginning}"`);
  return line.split(/\s+#/)[0]?.trim() ?? '';
}

const wordsOf = (line: string) =>
  line
    .replace(/ > .*$/, '')
    .split(' ')
    .slice(1);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mtgw-own-chat-'));
  const [, from = ''] = /^cp -r (\S+) /.exec(documented('cp -r ')) ?? [];
  cpSync(join(packageRoot, from), directory, { recursive: true });
  redis = await startRedis();
  const port = await freePort();
  publicUrl = `http://127.0.0.1:${port}`;
  const example = readConfig(directory);
  const ids = (entries: Record<string, { slack?: string | undefined }>, mark = '') =>
    Object.entries(entries).map(([name, entry]) => ({
      name: `${mark}${name}`,
      id: entry.slack ?? '',
    }));
  const [botToken, signingSecret] = [randomBytes(16), randomBytes(16)].map((part) =>
    part.toString('hex'),
  ) as [string, string];
  const opened = await startLoopbackSlack({
    members: ids(example.people),
    channels: ids(example.channels, '#'),
    sent,
    eventsUrl: () => `${publicUrl}/slack/events`,
    signingSecret,
    botToken,
  });
  slack = opened;
  const path = join(directory, 'mtgw.yaml');
  const file = parse(readFileSync(path, 'utf8')) as object;
  const filledIn = {
    redis: { url: redis.url },
    http: { port, publicUrl },
    slack: { teamId, apiUrl: opened.url },
  };
  writeFileSync(path, stringify({ ...file, ...filledIn }));
  environment = {
    ...findPrograms().environment,
    MTGW_CONFIG: directory,
    MTGW_SLACK_BOT_TOKEN: botToken,
    MTGW_SLACK_SIGNING_SECRET: signingSecret,
  };
}, 60_000);

afterAll(async () => {
  bot?.kill('SIGKILL');
  await slack.close();
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});

function run(line: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const words = [cli, ...wordsOf(line)];
    const child = execFile(process.execPath, words, { env: environment }, (_error, out, err) =>
      resolve({ code: child.exitCode, said: `${out}${err}` }),
    );
  });
}

async function eventually<T>(look: () => T | undefined, what: string): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > end) {
      const heard = sent.messages().map(({ text }) => text);
      throw new Error(`${what}; heard:\n${heard.join('\n--\n')}`);
    }
    await delay(100);
  }
}

const hears = (pattern: RegExp) =>
  eventually(() => sent.messages().find(({ text }) => pattern.test(text)), String(pattern));

const pressed = (who: string, label: string) =>
  eventually(() => (slack.press(who, label).ok ? true : undefined), `${label} by ${who}`);

it('the commands of the page make a simulated gateway that the doctor knows for one', async () => {
  const keys = await run(documented('mtgw keys'));
  for (const [, name = '', value = ''] of keys.said.matchAll(/^(MTGW_\w+)=(\w+)$/gm)) {
    environment[name] = value;
  }
  const made = await run(documented('mtgw simulate'));
  expect(made.said).toMatch(/^gw1 made: contoso-branch, fabrikam-plant$/m);
  const again = await run(documented('mtgw simulate'));
  expect(again.said).toMatch(/^gw1 was there, and stays as it is/m);
  const doctor = await run(documented('mtgw doctor'));
  expect(doctor.said).toMatch(/note +gateways +All of them are simulated/);
  expect(doctor.said).toMatch(/gateway +gw1 answers, and has 2 tunnels \(simulated\)/);
  expect(doctor.said).toMatch(/Nothing is wrong/);
  expect(doctor.code).toBe(0);
}, 60_000);

it('its change is asked, approved, met by the far end, and kept', async () => {
  const log: string[] = [];
  const all = [cli, ...wordsOf(documented('mtgw all'))];
  bot = spawn(process.execPath, all, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [bot.stdout, bot.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => log.push(text));
  }
  await eventually(
    () => (/ready: people are heard in Slack/.test(log.join('')) ? true : undefined),
    'the bot is not ready',
  );
  expect(log.join('')).toContain('changes of gw1 (simulated) are taken');
  const line = documented('/mtgw add-s2s');
  expect(slack.say('alice', '#netops', line)).toMatchObject({ ok: true });
  const card = await hears(/CR-1001 Waiting for approval/);
  expect(card.text).toContain('Simulated: no real gateway has part in this.');
  await pressed('bob', 'Approve');
  await hears(/Step 1 of 1: Add-VpnS2SInterface done/);
  const given = await run(documented('mtgw simulate gw1 peer-key'));
  expect(given).toMatchObject({ code: 0 });
  // Before that Keep asks for a reason.
  await hears(/CR-1001 Done, waiting for Keep/);
  await pressed('alice', 'Keep');
  await hears(/CR-1001 Kept/);
  const audit = await run(documented('mtgw audit verify'));
  expect(audit.code).toBe(0);
}, 90_000);
