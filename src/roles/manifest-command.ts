import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restrictedEndpoint, roleCapability } from '../adapters/powershell/endpoint';
import { slackManifest } from '../commands/slack-manifest';
import { teamsManifest } from '../commands/teams-manifest';
import { verbs } from '../commands/verbs';
import type { BotFile } from '../config/bot-file';
import { ConfigError } from '../config/config-error';
import { readFiles } from '../config/process';
import { UserError } from '../errors';
import { operations } from '../ops/catalog';
import { gatewayRole } from '../ops/gateway-role';
import { packageRoot } from '../package-root';

/**
 * `mtgw manifest slack|teams|gateway|gateway-ssh`: what the other side must be told about the bot. A chat's is JSON, made
 * from the configuration directory's files alone, because it is needed before there are any secrets. A gateway's needs
 * no configuration.
 * @param out a file to write it into; the standard output when left out
 */
export function printManifest(
  of: string | undefined,
  { directory, out }: { directory: string | undefined; out: string | undefined },
): number {
  const text = manifestFor(of, directory);
  if (out === undefined) process.stdout.write(text);
  else writeManifest(out, text);
  return 0;
}

function writeManifest(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UserError(`--out: ${path} cannot be written (${code}).`);
  }
  process.stdout.write(`Written to ${path}.\n`);
}

function manifestFor(of: string | undefined, directory: string | undefined): string {
  if (of === 'gateway' || of === 'gateway-ssh') {
    const { readings, alsoReadings, changes } = gatewayRole;
    const rules = {
      modules: ['RemoteAccess', 'Microsoft.PowerShell.Management'],
      functions: [...readings, ...changes],
      cmdlets: alsoReadings,
      readable: [...readings, ...alsoReadings],
    };
    return of === 'gateway' ? roleCapability(rules) : restrictedEndpoint(rules);
  }
  if (of !== 'slack' && of !== 'teams') {
    throw new UserError('Say for what: mtgw manifest slack, teams, gateway or gateway-ssh');
  }
  const { bot } = readFiles(directory);
  const publicUrl = bot.http.publicUrl?.replace(/\/+$/, '');
  if (publicUrl === undefined) {
    throw new ConfigError('mtgw.yaml: http.publicUrl: is needed, the chats send everything there.');
  }
  const manifest = of === 'slack' ? slackManifest(publicUrl) : forTeams(bot.teams, publicUrl);
  return `${JSON.stringify(manifest, null, 2)}\n`;
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
