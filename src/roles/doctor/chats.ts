import type { ChatsConfig } from '../../config/chats';
import { ConfigError } from '../../config/config-error';
import type { Config } from '../../config/directory';
import type { ProcessConfig } from '../../config/process';
import type { Log } from '../../ports/log';
import { teamsOptions } from '../open-chats';
import { bad, type Finding, note } from './finding';

/** Each configured chat, asked with the bot's own secrets. Nothing is posted. */
export async function examineChats(options: ProcessConfig, log: Log): Promise<Finding[]> {
  try {
    const { slack, teams } = options.chats();
    return [
      ...(slack === undefined ? [] : await examineSlack(slack, options.config, log)),
      ...(teams === undefined ? [] : await examineTeams(teams, log)),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Its first line stands above the list of all that is missing.
    const [first = '', ...rest] = error.message.split('\n');
    return (rest.length > 0 ? rest : [first]).map((line) => bad('chats', line.trim()));
  }
}

async function examineSlack(
  slack: NonNullable<ChatsConfig['slack']>,
  { channels, people }: Config,
  log: Log,
): Promise<Finding[]> {
  const { probeSlack } = await import('../../adapters/slack/probe.js');
  const named = (entries: Record<string, { slack?: string | undefined }>) =>
    Object.entries(entries).flatMap(([name, { slack: id }]) =>
      id === undefined ? [] : { name, id },
    );
  const names = { channels: named(channels), people: named(people) };
  return [
    ...(await examine('Slack', () => probeSlack({ ...slack, log }, names))),
    note(
      'Slack',
      'Whether MTGW_SLACK_SIGNING_SECRET is right cannot be tried from here: Slack shows it only by what it sends. The log names it when it is wrong.',
    ),
  ];
}

async function examineTeams(
  teams: NonNullable<ChatsConfig['teams']>,
  log: Log,
): Promise<Finding[]> {
  if ('playground' in teams) {
    return [note('Teams', 'The playground takes what nobody signed: not for people.')];
  }
  const { probeTeams } = await import('../../adapters/teams/probe.js');
  const references = { get: async () => undefined, set: async () => {} };
  const options = { ...teamsOptions(teams), references, log };
  return [
    ...(await examine('Teams', async () => [{ is: 'ok', sentence: await probeTeams(options) }])),
    note(
      'Teams',
      'Whether the bot was added to the teams of its channels, and whether its people are in them, is not tried.',
    ),
  ];
}

async function examine(
  what: string,
  probe: () => Promise<Omit<Finding, 'what'>[]>,
): Promise<Finding[]> {
  try {
    return (await probe()).map((finding) => ({ ...finding, what }));
  } catch (error) {
    return [bad(what, error instanceof Error ? sentenceOf(error) : String(error))];
  }
}

/** A call that reached nobody says why in what caused it. */
function sentenceOf(error: Error): string {
  const { cause } = error;
  const why = cause instanceof Error ? rootOf(cause) : undefined;
  return why === undefined ? error.message : `${error.message} (${why})`;
}

function rootOf(error: Error): string {
  const { original, cause } = error as { original?: unknown; cause?: unknown };
  const deeper = [original, cause].find((one) => one instanceof Error);
  return deeper === undefined ? error.message : rootOf(deeper);
}
