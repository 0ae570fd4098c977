import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readConfig } from '../../src/config/directory';
import { findPrograms } from '../../src/config/programs';
import { packageRoot } from '../../src/package-root';
import type { Log } from '../../src/ports/log';
import { freePort } from '../../src/sandbox/free-port';
import { createSimulatedGateways, type SimulatedGateways } from '../../src/sandbox/gateways';
import type { LoopbackChat } from '../../src/sandbox/loopback/loopback-chat';
import { createSentLog, type SentLog } from '../../src/sandbox/loopback/sent-log';
import { teamId } from '../../src/sandbox/loopback/slack/cast';
import { startLoopbackSlack } from '../../src/sandbox/loopback/slack/slack';
import type { TeamsLimits } from '../../src/sandbox/loopback/teams/options';
import { type LoopbackTeams, startLoopbackTeams } from '../../src/sandbox/loopback/teams/start';
import { startRedis } from '../redis-server';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
const cli = join(packageRoot, 'dist', 'src', 'cli.js');

/** The example configuration as an owner of both chats has it: filled in, but nothing of the bot is started yet. */
export interface Installed {
  sent: SentLog;
  slack: LoopbackChat;
  teams: LoopbackTeams;
  gateways: SimulatedGateways;
  environment: NodeJS.ProcessEnv;
  publicUrl: string;
  /** The command line as it was built. */
  mtgw(words: string[], env?: NodeJS.ProcessEnv): Promise<{ code: number | null; said: string }>;
  close(): Promise<void>;
}

/** Copy and fill in the example, with a Redis, both chats on loopback and simulated gateways around it. */
export async function install(teamsLimits: Partial<TeamsLimits> = {}): Promise<Installed> {
  const directory = mkdtempSync(join(tmpdir(), 'mtgw-example-'));
  const [config, state] = [join(directory, 'config'), join(directory, 'gateways')];
  cpSync(join(packageRoot, 'examples', 'config'), config, { recursive: true });
  mkdirSync(state);
  const programs = findPrograms();
  const redis = await startRedis();
  const gateways = createSimulatedGateways({ directory: state, ...programs, log: quiet });
  await gateways.reset();
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
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
  const sent = createSentLog();
  const slack = await startLoopbackSlack({
    members: members('slack'),
    channels: channels('slack'),
    sent,
    eventsUrl: () => `${publicUrl}/slack/events`,
    signingSecret,
    botToken,
  });
  const teams = await startLoopbackTeams({
    members: members('teams'),
    channels: channels('teams'),
    sent,
    messagesUrl: () => `${publicUrl}/api/messages`,
    appId,
    tenantId,
    password,
    limits: teamsLimits,
  });
  const change = (name: string, fill: (file: Record<string, never>) => object) => {
    const path = join(config, name);
    writeFileSync(path, stringify(fill(parse(readFileSync(path, 'utf8')))));
  };
  change('mtgw.yaml', (file) => ({
    ...file,
    redis: { url: redis.url, prefix: 'example' },
    http: { port, publicUrl },
    powershell: programs.powershell,
    slack: { teamId, apiUrl: slack.url },
    teams: {
      appId,
      tenantId,
      serviceUrl: teams.serviceUrl,
      endpoints: teams.endpoints,
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
  const environment = {
    ...programs.environment,
    MTGW_CONFIG: config,
    MTGW_STATE: state,
    MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
    MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
    MTGW_SLACK_BOT_TOKEN: botToken,
    MTGW_SLACK_SIGNING_SECRET: signingSecret,
    MTGW_TEAMS_PASSWORD: password,
  };
  return {
    sent,
    slack,
    teams,
    gateways,
    environment,
    publicUrl,
    mtgw: (words, env = environment) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [cli, ...words], { env }, (_error, out, err) =>
          resolve({ code: child.exitCode, said: `${out}${err}` }),
        );
      }),
    async close() {
      for (const part of [slack, teams, gateways]) await part.close();
      await redis.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
