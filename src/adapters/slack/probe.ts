import { z } from 'zod';
import { createBoltLogger, createScrub } from './bolt-log';
import type { SlackChatOptions } from './chat';
import { ask, type Identity } from './identify';
import { type CallSlack, createCallSlack, SlackRefusal } from './web-api';

const timeoutMs = 15_000;

/** What one look at Slack found: `note` is what could not be tried. */
export interface SlackFinding {
  is: 'ok' | 'note' | 'bad';
  sentence: string;
}

/** What the configuration calls them, with their ids. */
export interface SlackNames {
  channels: { name: string; id: string }[];
  people: { name: string; id: string }[];
}

/**
 * Ask Slack who the bot is, whether it is in each of its channels, and whether each person is a member. Nothing is posted.
 * @throws UserError when the token is wrong or of another workspace; Error when Slack does not answer
 */
export async function probeSlack(
  options: Omit<SlackChatOptions, 'now' | 'forms'>,
  { channels, people }: SlackNames,
): Promise<SlackFinding[]> {
  const { botToken, signingSecret, apiUrl, teamId, proxyFor, log } = options;
  const logger = createBoltLogger(log, createScrub([botToken, signingSecret]));
  const identity: Identity = { botUser: undefined, team: teamId };
  const call = createCallSlack({ token: botToken, apiUrl, proxyFor, logger, log });
  await ask(identity, call, AbortSignal.timeout(timeoutMs));
  return [
    { is: 'ok', sentence: `Slack knows the bot as ${identity.botUser} in ${identity.team}.` },
    ...(await probeEach(channels, 'The bot is in its channels', (one) => probeChannel(call, one))),
    ...(await probeEach(people, 'Slack knows these members', (one) => probePerson(call, one))),
  ];
}

/** What each is wrong in; one sentence for all that are well, and one when the app may not look at all. */
async function probeEach(
  all: SlackNames['people'],
  well: string,
  probe: (one: { name: string; id: string }) => Promise<string | undefined>,
): Promise<SlackFinding[]> {
  const findings: SlackFinding[] = [];
  const good: string[] = [];
  for (const one of all) {
    try {
      const wrong = await probe(one);
      if (wrong === undefined) good.push(one.name);
      else findings.push({ is: 'bad', sentence: `${one.name} (${one.id}): ${wrong}` });
    } catch (error) {
      const sentence = (error as Error).message;
      if (error instanceof SlackRefusal && error.reason === 'missing_scope') {
        const why = `"${well}" could not be tried, as the app may not look. ${sentence}`;
        return [...findings, { is: 'note', sentence: why }];
      }
      findings.push({ is: 'note', sentence: `${one.name} could not be tried. ${sentence}` });
    }
  }
  if (good.length === 0) return findings;
  return [{ is: 'ok', sentence: `${well}: ${good.join(', ')}.` }, ...findings];
}

const channelShape = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
  }),
});

async function probeChannel(call: CallSlack, { id }: { id: string }): Promise<string | undefined> {
  const answer = await call('conversations.info', { channel: id }).catch(
    unless(
      'channel_not_found',
      'Slack knows no such channel, or it is a private one that the bot is not in. Is the id right? Then say there: /invite @mtgw',
    ),
  );
  if (typeof answer === 'string') return answer;
  const { channel } = channelShape.parse(answer);
  if (channel.is_archived) return 'is archived, so nothing can be posted there. Name another one.';
  if (channel.is_member !== false) return undefined;
  return `the bot is not in #${channel.name ?? id}, so nothing can be posted there. Say there: /invite @mtgw`;
}

const personShape = z.object({
  user: z.object({ deleted: z.boolean().optional(), is_bot: z.boolean().optional() }),
});

async function probePerson(call: CallSlack, { id }: { id: string }): Promise<string | undefined> {
  const nobody = 'Slack knows no such member. Copy the member ID from the profile of that person.';
  const answer = await call('users.info', { user: id }).catch(
    unless('user_not_found', nobody, 'user_not_visible'),
  );
  if (typeof answer === 'string') return answer;
  const { user } = personShape.parse(answer);
  if (user.deleted) return 'is a member that was deactivated. Take the person out of people.yaml.';
  return user.is_bot ? 'is an app and no person.' : undefined;
}

function unless(reason: string, sentence: string, ...alike: string[]) {
  return (error: unknown): string => {
    if (error instanceof SlackRefusal && [reason, ...alike].includes(error.reason)) return sentence;
    throw error;
  };
}
