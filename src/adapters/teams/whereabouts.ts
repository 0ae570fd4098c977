import { type Activity, type ConversationKind, kindOf, splitConversation } from './activity';
import type { TeamsSettings } from './options';
import { createTeamsHosts } from './teams-hosts';

/** What verified events told about conversations and people. */
export interface Whereabouts {
  hear(activity: Activity): void;
  serviceUrl(channel: string): Promise<string>;
  kind(channel: string): ConversationKind;
  /** The person (Entra object id) whose direct conversation this is, if somebody spoke there since the start. */
  owner(channel: string): string | undefined;
  /** How Teams itself calls a person, by Entra object id. */
  memberId(objectId: string): string | undefined;
  learnMember(objectId: string, memberId: string): void;
}

export function createWhereabouts(settings: TeamsSettings): Whereabouts {
  const { serviceUrl, references, log } = settings;
  const isOfTeams = createTeamsHosts(settings);
  const serviceUrls = new Map<string, string>();
  const kinds = new Map<string, ConversationKind>();
  const owners = new Map<string, string>();
  const memberIds = new Map<string, string>();

  return {
    hear({ conversation, from, serviceUrl: url }) {
      const { channel } = splitConversation(conversation.id);
      const kind = kindOf(channel, conversation.conversationType);
      kinds.set(channel, kind);
      if (from.aadObjectId !== undefined) {
        memberIds.set(from.aadObjectId, from.id);
        if (kind === 'personal') owners.set(channel, from.aadObjectId);
      }
      if (serviceUrls.get(channel) === url) return;
      serviceUrls.set(channel, url);
      references.set(channel, url).catch((error: unknown) => {
        log.warn(
          { chat: 'teams', err: error },
          'where a conversation lives could not be remembered',
        );
      });
    },
    async serviceUrl(channel) {
      const known = serviceUrls.get(channel);
      if (known !== undefined) return known;
      const remembered = await references.get(channel).catch(() => undefined);
      if (remembered === undefined) return serviceUrl;
      // Whoever writes to Redis must not be sent the bot's token.
      if (!isOfTeams(remembered)) {
        log.error(
          { chat: 'teams', channel, address: remembered },
          'not an address of Teams; not used',
        );
        return serviceUrl;
      }
      serviceUrls.set(channel, remembered);
      return remembered;
    },
    kind: (channel) => kinds.get(channel) ?? kindOf(channel),
    owner: (channel) => owners.get(channel),
    memberId: (objectId) => memberIds.get(objectId),
    learnMember: (objectId, memberId) => void memberIds.set(objectId, memberId),
  };
}
