import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Config } from '../config/directory';
import type { ChatName } from '../ports/chat';
import { freePort } from './free-port';
import type { Member } from './loopback/loopback-chat';
import { createSentLog } from './loopback/sent-log';
import { teamId as loopbackTeam } from './loopback/slack/cast';
import { startLoopbackSlack } from './loopback/slack/slack';
import { startLoopbackTeams } from './loopback/teams/start';
import type { OpenedOutside } from './outside';
import { sandboxConfig } from './page-outside';
import { joinChats } from './two-chats';

/**
 * Both chats through the adapters that meet the real Slack and Teams, with a loopback server as each platform. The bot
 * is configured as an owner would: with ids of channels, tokens, and a public address.
 * @param directory a folder of this sandbox's own
 */
export async function openRealChats(config: Config, directory: string): Promise<OpenedOutside> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const secret = () => randomBytes(16).toString('hex');
  const [botToken, signingSecret, password] = [`xoxb-${secret()}`, secret(), secret()];
  const [appId, tenantId] = [randomUUID(), randomUUID()];
  const sent = createSentLog();
  const names = Object.keys(config.channels);
  const slack = await startLoopbackSlack({
    members: membersOf(config, 'slack'),
    channels: names.map((name) => ({ name: `#${name}`, id: slackId(name) })),
    sent,
    eventsUrl: () => `${publicUrl}/slack/events`,
    signingSecret,
    botToken,
    // The bot is killed and comes back in conversations, and what was typed meanwhile must not depend on luck.
    limits: { holdMs: 20_000 },
  });
  const teams = await startLoopbackTeams({
    members: membersOf(config, 'teams'),
    channels: names.map((name) => ({ name: `#${name}`, id: teamsId(name) })),
    sent,
    messagesUrl: () => `${publicUrl}/api/messages`,
    appId,
    tenantId,
    password,
  }).catch(async (error: unknown) => {
    await slack.close();
    throw error;
  });
  const configDirectory = join(directory, 'config');
  mkdirSync(configDirectory);
  for (const name of readdirSync(sandboxConfig)) {
    copyFileSync(join(sandboxConfig, name), join(configDirectory, name));
  }
  const channels = Object.entries(config.channels).map(([name, channel]) => [
    name,
    { ...channel, slack: slackId(name), teams: teamsId(name) },
  ]);
  writeFileSync(join(configDirectory, 'channels.yaml'), stringify(Object.fromEntries(channels)));
  const bot = {
    slack: { teamId: loopbackTeam, apiUrl: slack.url },
    teams: { appId, tenantId, serviceUrl: teams.serviceUrl, endpoints: teams.endpoints },
  };
  writeFileSync(join(configDirectory, 'mtgw.yaml'), stringify(bot));
  return {
    outside: joinChats({ slack, teams }, sent),
    url: undefined,
    configDirectory,
    clear: undefined,
    environment: {
      MTGW_HTTP_PORT: String(port),
      MTGW_PUBLIC_URL: publicUrl,
      MTGW_SLACK_BOT_TOKEN: botToken,
      MTGW_SLACK_SIGNING_SECRET: signingSecret,
      MTGW_TEAMS_PASSWORD: password,
    },
    isHeard: async () => {
      const answer = await fetch(`${publicUrl}/healthz`).catch(() => undefined);
      return answer?.status === 200;
    },
  };
}

function membersOf(config: Config, chat: ChatName): Member[] {
  return Object.entries(config.people).map(([name, person]) => ({
    name,
    id: person[chat] ?? name,
  }));
}

function slackId(channel: string): string {
  return `C0${channel.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
}

function teamsId(channel: string): string {
  return `19:${channel}@thread.tacv2`;
}
