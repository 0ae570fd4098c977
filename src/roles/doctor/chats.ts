import type { ChatsConfig } from '../../config/chats';
import type { Log } from '../../ports';
import { teamsOptions } from '../open-chats';
import { bad, type Finding, note, ok } from './finding';

/** Each configured chat, asked with the bot's own secrets. Nothing is posted. */
export async function examineChats({ slack, teams }: ChatsConfig, log: Log): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (slack !== undefined) {
    const { probeSlack } = await import('../../adapters/slack/probe.js');
    findings.push(await examine('Slack', () => probeSlack({ ...slack, log })));
  }
  if (teams !== undefined) {
    const { probeTeams } = await import('../../adapters/teams/probe.js');
    if ('playground' in teams) {
      return [
        ...findings,
        note('Teams', 'The playground takes what nobody signed: not for people.'),
      ];
    }
    const references = { get: async () => undefined, set: async () => {} };
    const options = { ...teamsOptions(teams), references, log };
    findings.push(await examine('Teams', () => probeTeams(options)));
  }
  return findings.length > 0 ? findings : [note('chats', 'None is configured on this machine.')];
}

async function examine(what: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return ok(what, await probe());
  } catch (error) {
    return bad(what, error instanceof Error ? error.message : String(error));
  }
}
