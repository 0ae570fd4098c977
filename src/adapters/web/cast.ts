import type { Account, ChatName } from '../../ports/chat';

/** Somebody in the sandbox, with an account in both chats. */
export interface Person {
  name: string;
  /** What the page says about them, such as `network lead, may approve`. */
  role?: string;
  /** Slack user id and Entra object id. */
  accounts: Record<ChatName, string>;
}

export const chatNames = ['slack', 'teams'] as const satisfies readonly ChatName[];

/** A direct conversation with the bot is the channel of this prefix and the account's id. */
export const directPrefix = 'direct:';

/** Who and which channels there are: given at start, the same in both chats. */
export class Cast {
  readonly people: readonly Person[];
  /** With the `#`. */
  readonly channels: readonly string[];

  constructor(people: readonly Person[], channels: readonly string[]) {
    this.people = people;
    this.channels = channels.map((channel) => `#${channel.replace(/^#/, '')}`);
  }

  person(name: string): Person | undefined {
    return this.people.find((person) => person.name === name.toLowerCase());
  }

  byAccount({ chat, id }: Account): Person | undefined {
    return this.people.find((person) => person.accounts[chat] === id);
  }

  ownerOfDirect(chat: ChatName, channel: string): Person | undefined {
    if (!channel.startsWith(directPrefix)) return undefined;
    return this.byAccount({ chat, id: channel.slice(directPrefix.length) });
  }

  /** The channel's id by what people or the bot call it: `#mtgw`, `mtgw`, `direct` (of that person). */
  channel(chat: ChatName, called: string, person?: Person): string | undefined {
    if (called === 'direct') return person && `${directPrefix}${person.accounts[chat]}`;
    if (called.startsWith(directPrefix)) return this.ownerOfDirect(chat, called) && called;
    const id = `#${called.replace(/^#/, '')}`;
    return this.channels.includes(id) ? id : undefined;
  }
}
