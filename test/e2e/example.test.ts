import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPrograms } from '../../src/config/programs';
import { packageRoot } from '../../src/package-root';
import { type Installed, install } from './install';

/*
 * The example configuration as a new owner would start it: copied, filled in, tried by the doctor, started as one
 * process. Slack and Teams are loopback servers, the gateways are simulated; nothing of the sandbox is used.
 */

const cli = join(packageRoot, 'dist', 'src', 'cli.js');
let installed: Installed;
let bot: ChildProcess | undefined;

beforeAll(async () => {
  installed = await install();
}, 90_000);

afterAll(async () => {
  bot?.kill('SIGKILL');
  await installed.close();
});

async function hears(pattern: RegExp, within = 60_000): Promise<string> {
  const end = Date.now() + within;
  for (;;) {
    const found = installed.sent.messages().findLast(({ text }) => pattern.test(text));
    if (found !== undefined) return `${found.chat} ${found.place}: ${found.text}`;
    if (Date.now() > end) {
      const all = installed.sent.messages().map(({ text }) => text);
      throw new Error(`nobody heard ${pattern}; heard:\n${all.join('\n--\n')}`);
    }
    await delay(50);
  }
}

it('a start without configuration is refused with the three ways on', async () => {
  const { code, said } = await installed.mtgw(['all'], findPrograms().environment);
  expect(code).toBe(1);
  for (const way of ['npm start', 'examples/config', 'docs/install.md'])
    expect(said).toContain(way);
});

it('the manifests are made before there is any secret', async () => {
  const env = { ...findPrograms().environment };
  const config = ['--config', join(packageRoot, 'examples', 'config')];
  const forSlack = await installed.mtgw(['manifest', 'slack', ...config], env);
  const forTeams = await installed.mtgw(['manifest', 'teams', ...config], env);
  expect(JSON.parse(forSlack.said)).toMatchObject({ display_information: { name: 'mtgw' } });
  expect(JSON.parse(forTeams.said)).toMatchObject({ manifestVersion: '1.29' });
});

it('the doctor finds nothing wrong, and says what it tried', async () => {
  const { code, said } = await installed.mtgw(['doctor']);
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
  const env = { ...installed.environment, MTGW_SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' };
  const { code, said } = await installed.mtgw(['doctor'], env);
  expect(said).toMatch(/bad +Slack +Slack refuses the bot token/);
  expect(said).not.toContain('xoxb-of-somebody-else');
  expect(code).toBe(1);
}, 60_000);

it('asked in Slack and approved in Teams, a change is made by one process', async () => {
  const log: string[] = [];
  bot = spawn(process.execPath, [cli, 'all'], {
    env: installed.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  bot.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const end = Date.now() + 60_000;
  while ((await fetch(`${installed.publicUrl}/healthz`).catch(() => undefined))?.status !== 200) {
    if (Date.now() > end || bot.exitCode !== null) throw new Error(log.join(''));
    await delay(100);
  }
  expect(
    installed.slack.say('alice', '#netops', '/mtgw add-s2s tenant=contoso site=hq'),
  ).toMatchObject({
    ok: true,
  });
  await hears(/CR-1001 Waiting for approval/);
  const approved = async () => installed.teams.press('bob', 'Approve');
  const soon = Date.now() + 10_000;
  while (!(await approved()).ok && Date.now() < soon) await delay(100);
  await hears(/bob approves in Teams/);
  await hears(/Step 1 of 1: Add-VpnS2SInterface done/);
  const [state] = await installed.gateways.run('gw1', 'Get-SimulatorState', {});
  const tunnels = (state as { Tunnels: { Name: string }[] }).Tunnels.map(({ Name }) => Name);
  expect(tunnels).toContain('contoso-hq');
  for (const value of [
    installed.environment['MTGW_SLACK_BOT_TOKEN'],
    installed.environment['MTGW_TEAMS_PASSWORD'],
  ]) {
    expect(log.join('')).not.toContain(value);
  }
}, 120_000);

it('one chat down: the other goes on, and the cards are right when it is back', async () => {
  installed.slack.trouble.goAway(8_000);
  const since = installed.sent.messages().length;
  const asked = '@mtgw set-s2s tenant=northwind site=store subnets=10.60.0.0/16:20';
  expect(installed.teams.say('alice', '#netops', asked)).toMatchObject({ ok: true });
  const inTeams = await hears(/CR-1002 Waiting for approval/);
  expect(inTeams).toMatch(/^teams #netops/);
  const early = installed.sent.messages().slice(since);
  expect(early.filter(({ chat, text }) => chat === 'slack' && text.includes('CR-1002'))).toEqual(
    [],
  );
  const end = Date.now() + 60_000;
  const ofSlack = () =>
    installed.sent
      .messages()
      .findLast(({ chat, text }) => chat === 'slack' && /CR-1002 Waiting/.test(text));
  while (ofSlack() === undefined && Date.now() < end) await delay(100);
  expect(ofSlack()?.place).toBe('#netops');
  expect(ofSlack()?.text).toContain('10.60.0.0/16:20');
}, 120_000);

it('told to stop, it stops by itself', async () => {
  const gone = new Promise<number | null>((resolve) => bot?.once('exit', (code) => resolve(code)));
  bot?.kill('SIGTERM');
  expect(await Promise.race([gone, delay(20_000, 'still there', { ref: false })])).toBe(0);
}, 30_000);
