import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { readConfig } from '../../src/config/directory';
import { findPrograms } from '../../src/config/programs';
import { packageRoot } from '../../src/package-root';
import type { Log } from '../../src/ports';
import { freePort } from '../../src/sandbox/free-port';
import { createSimulatedGateways, type SimulatedGateways } from '../../src/sandbox/gateways';
import type { LoopbackChat } from '../../src/sandbox/loopback/loopback-chat';
import { createSentLog } from '../../src/sandbox/loopback/sent-log';
import { teamId } from '../../src/sandbox/loopback/slack/cast';
import { startLoopbackSlack } from '../../src/sandbox/loopback/slack/slack';
import { startLoopbackTeams } from '../../src/sandbox/loopback/teams/start';
import { type RedisServer, startRedis } from '../redis-server';

/*
 * The example configuration as a new owner would start it: copied, filled in, tried by the doctor, started as one
 * process. Slack and Teams are loopback servers, the gateways are simulated; nothing of the sandbox is used.
 */

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
const cli = join(packageRoot, 'dist', 'src', 'cli.js');
const sent = createSentLog();
const closers: (() => Promise<unknown>)[] = [];
let directory: string;
let redis: RedisServer;
let gateways: SimulatedGateways;
let slack: LoopbackChat;
let teams: LoopbackChat;
let environment: NodeJS.ProcessEnv;
let publicUrl: string;
let bot: ChildProcess | undefined;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mtgw-example-'));
  const [config, state] = [join(directory, 'config'), join(directory, 'gateways')];
  cpSync(join(packageRoot, 'examples', 'config'), config, { recursive: true });
  mkdirSync(state);
  const programs = findPrograms();
  redis = await startRedis();
  gateways = createSimulatedGateways({ directory: state, ...programs, log: quiet });
  await gateways.reset();
  const port = await freePort();
  publicUrl = `http://127.0.0.1:${port}`;
  const example = readConfig(config);
  const channels = (chat: 'slack' | 'teams') =>
    Object.entries(example.channels).map(([name, ids]) => ({
      name: `#${name}`,
      id: ids[chat] ?? '',
    }));
  const members = (chat: 'slack' | 'teams') =>
    Object.entries(example.people).map(([name, ids]) => ({ name, id: ids[chat] ?? '' }));
  const secret = () => randomBytes(16).toString('hex');
  const [botToken, signingSecret, password] = [`xoxb-${secret()}`, secret(), secret()];
  const { appId, tenantId } = example.bot.teams as { appId: string; tenantId: string };
  const openedSlack = await startLoopbackSlack({
    members: members('slack'),
    channels: channels('slack'),
    sent,
    eventsUrl: () => `${publicUrl}/slack/events`,
    signingSecret,
    botToken,
  });
  const openedTeams = await startLoopbackTeams({
    members: members('teams'),
    channels: channels('teams'),
    sent,
    messagesUrl: () => `${publicUrl}/api/messages`,
    appId,
    tenantId,
    password,
  });
  [slack, teams] = [openedSlack, openedTeams];
  const change = (name: string, fill: (file: Record<string, never>) => object) => {
    const path = join(config, name);
    writeFileSync(path, stringify(fill(parse(readFileSync(path, 'utf8')))));
  };
  change('mtgw.yaml', (file) => ({
    ...file,
    redis: { url: redis.url, prefix: 'example' },
    http: { port, publicUrl },
    powershell: programs.powershell,
    slack: { teamId, apiUrl: openedSlack.url },
    teams: {
      appId,
      tenantId,
      serviceUrl: openedTeams.serviceUrl,
      endpoints: openedTeams.endpoints,
    },
  }));
  const simulator = { kind: 'simulator' };
  change('inventory.yaml', (file) => ({
    ...file,
    gateways: {
      gw1: { version: '2012r2', target: simulator, hosts: { hv1: simulator } },
      gw2: { version: '2012r2', target: simulator },
    },
  }));
  environment = {
    ...programs.environment,
    MTGW_CONFIG: config,
    MTGW_STATE: state,
    MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
    MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
    MTGW_SLACK_BOT_TOKEN: botToken,
    MTGW_SLACK_SIGNING_SECRET: signingSecret,
    MTGW_TEAMS_PASSWORD: password,
  };
  closers.push(
    () => slack.close(),
    () => teams.close(),
    () => gateways.close(),
    () => redis.stop(),
  );
}, 90_000);

afterAll(async () => {
  bot?.kill('SIGKILL');
  for (const close of closers) await close();
  rmSync(directory, { recursive: true, force: true });
});

function mtgw(words: string[], env = environment): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...words], { env }, (_error, out, err) =>
      resolve({ code: child.exitCode, said: `${out}${err}` }),
    );
  });
}

async function hears(pattern: RegExp, within = 60_000): Promise<string> {
  const end = Date.now() + within;
  for (;;) {
    const found = sent.messages().findLast(({ text }) => pattern.test(text));
    if (found !== undefined) return `${found.chat} ${found.place}: ${found.text}`;
    if (Date.now() > end) {
      const all = sent.messages().map(({ text }) => text);
      throw new Error(`nobody heard ${pattern}; heard:\n${all.join('\n--\n')}`);
    }
    await delay(50);
  }
}

it('a start without configuration is refused with the three ways on', async () => {
  const { code, said } = await mtgw(['all'], findPrograms().environment);
  expect(code).toBe(1);
  for (const way of ['npm start', 'examples/config', 'docs/install.md'])
    expect(said).toContain(way);
});

it('the manifests are made before there is any secret', async () => {
  const env = { ...findPrograms().environment };
  const config = ['--config', join(packageRoot, 'examples', 'config')];
  const forSlack = await mtgw(['manifest', 'slack', ...config], env);
  const forTeams = await mtgw(['manifest', 'teams', ...config], env);
  expect(JSON.parse(forSlack.said)).toMatchObject({ display_information: { name: 'mtgw' } });
  expect(JSON.parse(forTeams.said)).toMatchObject({ manifestVersion: '1.29' });
});

it('the doctor finds nothing wrong, and says what it tried', async () => {
  const { code, said } = await mtgw(['doctor']);
  expect(said).toMatch(/ok +Slack +Slack knows the bot/);
  expect(said).toMatch(/ok +Teams +Entra gives the bot/);
  expect(said).toMatch(/note +Teams +Whether the bot was added to the teams of its channels/);
  expect(said).toMatch(/ok +Redis +/);
  expect(said).toMatch(/ok +gateway +gw1 answers, and has 2 tunnels/);
  expect(said).toMatch(/note +workers +No worker serves gw1 now/);
  expect(said).toMatch(/Nothing is wrong/);
  expect(code).toBe(0);
}, 60_000);

it('the doctor names a wrong token, and ends with 1', async () => {
  const env = { ...environment, MTGW_SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' };
  const { code, said } = await mtgw(['doctor'], env);
  expect(said).toMatch(/bad +Slack +Slack refuses the bot token/);
  expect(said).not.toContain('xoxb-of-somebody-else');
  expect(code).toBe(1);
}, 60_000);

it('asked in Slack and approved in Teams, a change is made by one process', async () => {
  const log: string[] = [];
  bot = spawn(process.execPath, [cli, 'all'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  bot.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const end = Date.now() + 60_000;
  while ((await fetch(`${publicUrl}/healthz`).catch(() => undefined))?.status !== 200) {
    if (Date.now() > end || bot.exitCode !== null) throw new Error(log.join(''));
    await delay(100);
  }
  expect(slack.say('alice', '#netops', '/mtgw add-s2s tenant=contoso site=hq')).toMatchObject({
    ok: true,
  });
  await hears(/CR-1001 Waiting for approval/);
  const approved = async () => teams.press('bob', 'Approve');
  const soon = Date.now() + 10_000;
  while (!(await approved()).ok && Date.now() < soon) await delay(100);
  await hears(/bob approves in Teams/);
  await hears(/Step 1 of 1: Add-VpnS2SInterface done/);
  const [state] = await gateways.run('gw1', 'Get-SimulatorState', {});
  const tunnels = (state as { Tunnels: { Name: string }[] }).Tunnels.map(({ Name }) => Name);
  expect(tunnels).toContain('contoso-hq');
  for (const value of [environment['MTGW_SLACK_BOT_TOKEN'], environment['MTGW_TEAMS_PASSWORD']]) {
    expect(log.join('')).not.toContain(value);
  }
}, 120_000);

it('one chat down: the other goes on, and the cards are right when it is back', async () => {
  slack.trouble.goAway(8_000);
  const since = sent.messages().length;
  const asked = '@mtgw set-s2s tenant=northwind site=store subnets=10.60.0.0/16:20';
  expect(teams.say('alice', '#netops', asked)).toMatchObject({ ok: true });
  const inTeams = await hears(/CR-1002 Waiting for approval/);
  expect(inTeams).toMatch(/^teams #netops/);
  const early = sent.messages().slice(since);
  expect(early.filter(({ chat, text }) => chat === 'slack' && text.includes('CR-1002'))).toEqual(
    [],
  );
  const end = Date.now() + 60_000;
  const ofSlack = () =>
    sent.messages().findLast(({ chat, text }) => chat === 'slack' && /CR-1002 Waiting/.test(text));
  while (ofSlack() === undefined && Date.now() < end) await delay(100);
  expect(ofSlack()?.place).toBe('#netops');
  expect(ofSlack()?.text).toContain('10.60.0.0/16:20');
}, 120_000);

it('told to stop, it stops by itself', async () => {
  const gone = new Promise<number | null>((resolve) => bot?.once('exit', (code) => resolve(code)));
  bot?.kill('SIGTERM');
  expect(await Promise.race([gone, delay(20_000, 'still there', { ref: false })])).toBe(0);
}, 30_000);
