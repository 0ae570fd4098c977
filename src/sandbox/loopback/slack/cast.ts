import type { LoopbackChannel, Member } from '../loopback-chat';

export const teamId = 'T0LOOPBACK';
export const appId = 'A0LOOPBACK';
export const botUserId = 'U0MTGWBOT';
export const botId = 'B0MTGW';

/** As this workspace has it: what is left out is a public channel with the bot in it. */
export interface SlackChannel extends LoopbackChannel {
  isPrivate?: boolean;
  isArchived?: boolean;
  /** Nobody invited the bot. */
  lacksBot?: boolean;
}

export interface SlackMember extends Member {
  isDeactivated?: boolean;
}

/** Who and which channels this workspace has. Everybody and the bot are in every channel until they leave it. */
export interface SlackCast {
  member(name: string): Member | undefined;
  byId(id: string): SlackMember | undefined;
  channel(id: string): SlackChannel | undefined;
  /** By what people call it: `#mtgw`, `mtgw`, `direct` (with the bot). */
  channelCalled(called: string, member: Member): string | undefined;
  isChannel(id: string): boolean;
  /** `#mtgw`, or `direct`. */
  placeName(id: string): string;
  directOf(member: Member): string;
  ownerOfDirect(id: string): Member | undefined;
  isIn(member: Member, channel: string): boolean;
  leave(member: Member, channel: string): void;
  /** Somebody removes the bot from a channel. */
  sendBotAway(channel: string): void;
}

/** Changed only by who leaves. People are found in any case, channels with or without `#`. */
export function createCast(members: SlackMember[], channels: SlackChannel[]): SlackCast {
  const plain = (name: string) => name.replace(/^#/, '');
  const directOf = (member: Member) => `D${member.id.slice(1)}`;
  const ownerOfDirect = (id: string) => members.find((member) => directOf(member) === id);
  const left = new Set<string>();
  return {
    member: (name) => members.find((member) => member.name.toLowerCase() === name.toLowerCase()),
    byId: (id) => members.find((member) => member.id === id),
    channel: (id) => {
      const found = channels.find((channel) => channel.id === id);
      return found && left.has(`${botUserId} ${id}`) ? { ...found, lacksBot: true } : found;
    },
    channelCalled(called, member) {
      if (called === 'direct') return directOf(member);
      return channels.find(({ name, id }) => plain(name) === plain(called) || id === called)?.id;
    },
    isChannel: (id) => channels.some((channel) => channel.id === id),
    placeName(id) {
      const channel = channels.find((each) => each.id === id);
      return channel === undefined ? 'direct' : `#${plain(channel.name)}`;
    },
    directOf,
    ownerOfDirect,
    isIn: (member, channel) =>
      ownerOfDirect(channel) === member ||
      (channels.some(({ id }) => id === channel) && !left.has(`${member.id} ${channel}`)),
    leave: (member, channel) => void left.add(`${member.id} ${channel}`),
    sendBotAway: (channel) => void left.add(`${botUserId} ${channel}`),
  };
}
