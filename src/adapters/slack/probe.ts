import { createBoltLogger, createScrub } from './bolt-log';
import type { SlackChatOptions } from './chat';
import { ask, type Identity } from './identify';
import { createCallSlack } from './web-api';

/**
 * Ask Slack who the bot is, once.
 * @returns a sentence
 * @throws UserError when the token is wrong or of another workspace; Error when Slack does not answer
 */
export async function probeSlack(options: Omit<SlackChatOptions, 'now'>): Promise<string> {
  const { botToken, signingSecret, apiUrl, teamId, log } = options;
  const logger = createBoltLogger(log, createScrub([botToken, signingSecret]));
  const identity: Identity = { botUser: undefined, team: teamId };
  await ask(identity, createCallSlack({ token: botToken, apiUrl, logger, log }));
  return `Slack knows the bot as ${identity.botUser} in ${identity.team}.`;
}
