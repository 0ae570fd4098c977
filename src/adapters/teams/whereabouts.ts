import { NotThereError } from '../../errors';
import { type Activity, type ConversationKind, kindOf, splitConversation } from './activity';
import type { TeamsSettings } from './options';
import { createTeamsHosts } from './teams-hosts';

/** What verified events told about conversations and people. */
export interface Whereabouts {
  hear(activity: Activity): void;
  /** Rejects with NotThereError for a playground that nobody has written from yet. */
  serviceUrl(channel: string): Promise<string>;
  /** A conversation that the bot began lives where the one does through which it began it, until it says otherwise. */
  beginThrough(near: string, channel: string): Promise<void>;
  kind(channel: string): ConversationKind;
  /** The person (Entra object id) whose direct conversation this is, if somebody spoke there since the start. */
  owner(channel: string): string | undefined;
  /** How Teams itself calls a person, by Entra object id. */
  memberId(objectId: string): string | undefined;
  learnMember(objectId: string, memberId: string): void;
}

/** Learns from what it hears. Addresses outlast the process, in `references`; all else is learned again. */
export function createWhereabouts(settings: TeamsSettings): Whereabouts {
  const { serviceUrl, anonymous, references, log } = settings;
  const isOfTeams = createTeamsHosts(settings);
  const serviceUrls = new Map<string, string>();
  const kinds = new Map<string, ConversationKind>();
  const owners = new Map<string, string>();
  const memberIds = new Map<string, string>();
  let playground: string | undefined;

  function learn(channel: string, url: string): void {
    if (anonymous) playground = url;
    if (serviceUrls.get(channel) === url) return;
    serviceUrls.set(channel, url);
    references.set(channel, url).catch((error: unknown) => {
      log.warn({ chat: 'teams', err: error }, 'where a conversation lives could not be remembered');
    });
  }

  /** Where a conversation is that nobody has written in: a playground is one client with all of them. */
  function elsewhere(): string {
    const url = serviceUrl ?? playground;
    if (url !== undefined) return url;
    throw new NotThereError(
      'Nobody has written to me from the playground yet, so I do not know where it is. Write to me there once, and what waits comes by itself.',
    );
  }

  async function addressOf(channel: string): Promise<string> {
    const known = serviceUrls.get(channel);
    if (known !== undefined) return known;
    const remembered = await references.get(channel).catch(() => undefined);
    if (remembered === undefined) return elsewhere();
    // Whoever writes to Redis must not be sent the bot's token.
    if (!isOfTeams(remembered)) {
      log.error(
        { chat: 'teams', channel, address: remembered },
        'not an address of Teams; not used',
      );
      return elsewhere();
    }
    serviceUrls.set(channel, remembered);
    return remembered;
  }

  return {
    hear({ conversation, from, serviceUrl: url }) {
      const { channel } = splitConversation(conversation.id);
      const kind = kindOf(channel, conversation.conversationType);
      kinds.set(channel, kind);
      if (from.aadObjectId !== undefined) {
        memberIds.set(from.aadObjectId, from.id);
        if (kind === 'personal') owners.set(channel, from.aadObjectId);
      }
      learn(channel, url);
    },
    serviceUrl: addressOf,
    async beginThrough(near, channel) {
      learn(channel, await addressOf(near));
    },
    kind: (channel) => kinds.get(channel) ?? kindOf(channel),
    owner: (channel) => owners.get(channel),
    memberId: (objectId) => memberIds.get(objectId),
    learnMember: (objectId, memberId) => void memberIds.set(objectId, memberId),
  };
}
