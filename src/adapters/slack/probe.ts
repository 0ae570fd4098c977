import { createBoltLogger, createScrub } from './bolt-log';
import type { SlackChatOptions } from './chat';
import { ask, type Identity } from './identify';
import { createCallSlack } from './web-api';

const timeoutMs = 15_000;

/**
 * Ask Slack who the bot is, once.
 * @returns a sentence
 * @throws UserError when the token is wrong or of another workspace; Error when Slack does not answer
 */
export async function probeSlack(
  options: Omit<SlackChatOptions, 'now' | 'forms'>,
): Promise<string> {
  const { botToken, signingSecret, apiUrl, teamId, proxyFor, log } = options;
  const logger = createBoltLogger(log, createScrub([botToken, signingSecret]));
  const identity: Identity = { botUser: undefined, team: teamId };
  const call = createCallSlack({ token: botToken, apiUrl, proxyFor, logger, log });
  await ask(identity, call, AbortSignal.timeout(timeoutMs));
  return `Slack knows the bot as ${identity.botUser} in ${identity.team}.`;
}
