import type { MessageRef } from '../../../ports/chat';
import type { SentLog } from '../sent-log';
import { cardOf } from './check-activity';
import { cardText, cardUnseen } from './card-text';
import { type Json, textOf } from './json';
import type { Roster } from './roster';

/** A message that stands in a conversation. */
export interface Entry {
  ref: MessageRef;
  /** In a channel: the first message of the thread it is in, unless it is that itself. */
  thread?: string;
  from: 'bot' | 'person';
  /** The name of the only person who sees it. */
  visibleTo?: string;
  /** Sent by the bot to one of many. */
  targeted: boolean;
  text: string;
  card?: Json;
}

export interface Draft {
  channel: string;
  thread?: string;
  visibleTo?: string;
  targeted: boolean;
}

export interface Store {
  entries: readonly Entry[];
  find(channel: string, id: string): Entry | undefined;
  addPersons(draft: Draft, text: string): Entry;
  addBots(draft: Draft, activity: Json): Entry;
  edit(entry: Entry, activity: Json): void;
  /** The client shows that card instead, as the answer to a press says. */
  replaceCard(entry: Entry, card: Json): void;
  remove(ref: MessageRef): boolean;
  /** How often the bot was seen typing there. */
  typing(channel: string): number;
  seeTyping(channel: string): void;
}

/** What stands in all conversations. What the bot sends or edits goes to `sent` as people read it. */
export function createStore(roster: Roster, sent: SentLog): Store {
  const entries: Entry[] = [];
  const typed = new Map<string, number>();
  let lastId = 0;

  function add(draft: Draft, from: Entry['from'], text: string, card?: Json): Entry {
    lastId = Math.max(lastId + 1, Date.now());
    const { channel, ...rest } = draft;
    const ref: MessageRef = { chat: 'teams', channel, id: String(lastId) };
    const entry: Entry = { ref, ...rest, from, text, ...(card === undefined ? {} : { card }) };
    entries.push(entry);
    return entry;
  }

  function log({ ref, thread, text, card, visibleTo }: Entry, edited: boolean): void {
    sent.add({
      chat: 'teams',
      place: roster.placeName(ref.channel),
      ...(thread === undefined ? {} : { thread }),
      text,
      unseen: cardUnseen(card),
      ...(visibleTo === undefined ? {} : { visibleTo }),
      edited,
    });
  }

  return {
    entries,
    typing: (channel) => typed.get(channel) ?? 0,
    seeTyping: (channel) => void typed.set(channel, (typed.get(channel) ?? 0) + 1),
    find: (channel, id) => entries.find(({ ref }) => ref.channel === channel && ref.id === id),
    addPersons: (draft, text) => add(draft, 'person', text),
    addBots(draft, activity) {
      const entry = add(draft, 'bot', activityText(activity), cardOf(activity));
      log(entry, false);
      return entry;
    },
    edit(entry, activity) {
      entry.text = activityText(activity);
      const card = cardOf(activity);
      if (card === undefined) delete entry.card;
      else entry.card = card;
      log(entry, true);
    },
    replaceCard(entry, card) {
      entry.card = card;
      entry.text = cardText(card);
      log(entry, true);
    },
    remove(ref) {
      const index = entries.findIndex(
        (entry) => entry.ref.channel === ref.channel && entry.ref.id === ref.id,
      );
      if (index >= 0) entries.splice(index, 1);
      return index >= 0;
    },
  };
}

/** The summary stands in the notification: it counts as read, unless the card says the same. */
function activityText(activity: Json): string {
  const card = cardOf(activity);
  const body = card === undefined ? textOf(activity['text']) : cardText(card);
  const summary = textOf(activity['summary']);
  return summary === '' || body.split('\n').includes(summary) ? body : `${summary}\n${body}`;
}
