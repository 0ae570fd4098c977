import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slackManifest } from '../commands/slack-manifest';
import { teamsManifest } from '../commands/teams-manifest';
import { verbs } from '../commands/verbs';
import type { BotFile } from '../config/bot-file';
import { ConfigError } from '../config/config-error';
import { readFiles } from '../config/process';
import { UserError } from '../errors';
import { operations } from '../ops/catalog';
import { packageRoot } from '../package-root';

/**
 * `mtgw manifest slack|teams`: what the platform must be told about the bot, as JSON. It is made from the
 * configuration directory's files alone, because it is needed before there are any secrets.
 */
export function printManifest(chat: string | undefined, directory: string | undefined): number {
  if (chat !== 'slack' && chat !== 'teams') {
    throw new UserError('Say for which chat: mtgw manifest slack, or mtgw manifest teams');
  }
  const { bot } = readFiles(directory);
  const publicUrl = bot.http.publicUrl?.replace(/\/+$/, '');
  if (publicUrl === undefined) {
    throw new ConfigError('mtgw.yaml: http.publicUrl: is needed, the chats send everything there.');
  }
  const manifest = chat === 'slack' ? slackManifest(publicUrl) : forTeams(bot.teams, publicUrl);
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
  return 0;
}

function forTeams(teams: BotFile['teams'], publicUrl: string) {
  if (teams === undefined || 'playground' in teams) {
    throw new ConfigError('mtgw.yaml: teams: is needed, with the appId that Entra gave the bot.');
  }
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return teamsManifest({ appId: teams.appId, publicUrl, version }, [...operations, ...verbs]);
}
