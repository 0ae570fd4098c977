import type { MessageRef } from '../../../ports/chat';
import type { SentLog } from '../sent-log';
import type { SlackCast } from './cast';
import { asText } from './json';
import { buttonsOf, readMessage } from './read-blocks';

export interface Posted {
  ref: MessageRef;
  thread?: string;
  /** Of the bot, or of a person. */
  byBot: boolean;
  /** A person's name. Also for what stands in a direct conversation. */
  visibleTo?: string;
  /** Seen by one person in a channel; it can't be edited. */
  ephemeral: boolean;
  /** As the bot sent it: markup. */
  text: string;
  blocks: unknown;
}

export interface Messages {
  all(): readonly Posted[];
  add(draft: Omit<Posted, 'ref'> & { channel: string }): Posted;
  find(channel: string, ts: string): Posted | undefined;
  edit(message: Posted, content: { text: string; blocks: unknown }): void;
  remove(ref: MessageRef): boolean;
  /** As a person reads it. */
  show(message: Posted): string;
}

/** The messages of all channels, in one order. Those of the bot go to `sent` as people read them. */
export function createMessages(cast: SlackCast, sent: SentLog): Messages {
  const all: Posted[] = [];
  let lastTs = 0;

  /** Slack counts messages by seconds and a fraction; later is greater. */
  function nextTs(): string {
    lastTs = Math.max(lastTs + 1, Date.now() * 1000);
    return `${String(lastTs).slice(0, -6)}.${String(lastTs).slice(-6)}`;
  }

  /** A client puts names in the place of ids that it knows. */
  function show(message: Posted): string {
    return readMessage(message).replaceAll(/\(mention (\w+)\)/g, (whole, id: string) => {
      const member = cast.byId(id);
      return member === undefined ? whole : `@${member.name}`;
    });
  }

  function log(message: Posted, edited: boolean): void {
    if (!message.byBot) return;
    const { thread, visibleTo } = message;
    sent.add({
      chat: 'slack',
      place: cast.placeName(message.ref.channel),
      ...(thread === undefined ? {} : { thread }),
      text: show(message),
      unseen: buttonsOf(message.blocks)
        .map(({ element }) => `${asText(element['action_id'])} ${asText(element['value'])}`)
        .join('\n'),
      ...(visibleTo === undefined ? {} : { visibleTo }),
      edited,
    });
  }

  const find = (channel: string, ts: string) =>
    all.find(({ ref }) => ref.channel === channel && ref.id === ts);

  return {
    all: () => all,
    add({ channel, ...draft }) {
      const message = { ...draft, ref: { chat: 'slack' as const, channel, id: nextTs() } };
      all.push(message);
      log(message, false);
      return message;
    },
    find,
    edit(message, content) {
      Object.assign(message, content);
      log(message, true);
    },
    remove(ref) {
      const message = find(ref.channel, ref.id);
      if (message === undefined) return false;
      all.splice(all.indexOf(message), 1);
      return true;
    },
    show,
  };
}
