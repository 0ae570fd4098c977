import { createHash } from 'node:crypto';
import type { LoopbackChannel, Member } from '../loopback-chat';
import type { LoopbackTeamsOptions } from './options';

/** A person as Teams knows them. */
export interface TeamsMember extends Member {
  /** What a bot must address: it differs from the Entra object id, and from bot to bot. */
  mri: string;
  /** Their conversation with the bot. */
  direct: string;
}

export interface Roster {
  botId: string;
  person(name: string): TeamsMember | undefined;
  /** By the platform's own id, or for the members API by the Entra object id too. */
  byMri(mri: string): TeamsMember | undefined;
  byAnyId(id: string): TeamsMember | undefined;
  ownerOf(conversation: string): TeamsMember | undefined;
  channel(calledOrId: string): LoopbackChannel | undefined;
  /** `#mtgw`, or `direct`. */
  placeName(conversation: string): string;
}

/** The ids that Teams would give: stable for one app and person, and other ones for another app. */
export function createRoster({ appId, members, channels }: LoopbackTeamsOptions): Roster {
  const mark = (id: string) => createHash('sha256').update(`${appId} ${id}`).digest('base64url');
  const people = members.map((member) => ({
    ...member,
    mri: `29:1${mark(member.id)}`,
    direct: `a:1${mark(`direct ${member.id}`)}`,
  }));
  const bare = (name: string) => name.replace(/^#/, '');
  const channel = (called: string) =>
    channels.find(({ id, name }) => id === called || bare(name) === bare(called));
  return {
    botId: `28:${appId}`,
    person: (name) => people.find((each) => each.name === name.toLowerCase()),
    byMri: (mri) => people.find((each) => each.mri === mri),
    byAnyId: (id) => people.find((each) => each.mri === id || each.id === id),
    ownerOf: (conversation) => people.find((each) => each.direct === conversation),
    channel,
    placeName: (conversation) => {
      const found = channel(conversation);
      return found === undefined ? 'direct' : `#${bare(found.name)}`;
    },
  };
}
