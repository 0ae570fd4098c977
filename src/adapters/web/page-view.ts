import type { ChatName } from '../../ports/chat';
import { toCard, toFormCard } from '../teams/card';
import { isSeenBy } from './acts';
import { type Person, directPrefix } from './cast';
import type { Change, ChatStore, Entry, OpenForm } from './store';

/* What the page gets to see: only what that person could see in the real chat. */

/** One message as the page gets it: for Teams with its card, which the page draws. */
export function entryView(entry: Entry, person: Person) {
  const { chat, channel, id } = entry.ref;
  return {
    id,
    chat,
    // The page needs no account ids: its direct conversation is the one of the person it shows.
    channel: channel.startsWith(directPrefix) ? 'direct' : channel,
    thread: entry.thread,
    from: entry.from,
    private: entry.visibleTo === person.name && !channel.startsWith(directPrefix),
    text: entry.text,
    message: entry.message,
    card: chat === 'teams' && entry.message ? toCard(entry.message) : undefined,
    at: entry.at,
    edited: entry.history.length > 0,
  };
}

/** An open form as the page gets it: for Teams as a card too. Only its own person may be given it. */
export function formView(form: OpenForm) {
  return {
    id: form.id,
    chat: form.chat,
    form: form.form,
    card: form.chat === 'teams' ? toFormCard(form.form) : undefined,
  };
}

/** A change as this person's page gets it, or nothing when it is none of theirs. */
export function changeView(change: Change, person: Person): Record<string, unknown> | undefined {
  switch (change.kind) {
    case 'entry':
      if (!isSeenBy(change.entry, person)) return undefined;
      return { kind: 'entry', entry: entryView(change.entry, person) };
    case 'gone': {
      const { chat, id } = change.entry.ref;
      return { kind: 'gone', chat, id };
    }
    case 'form': {
      if (change.person !== person.name) return undefined;
      const form = change.form === undefined ? null : formView(change.form);
      return { kind: 'form', chat: change.chat, form };
    }
    case 'presence':
      return { ...change };
  }
}

/** Everything at once, for a page that opens or comes back. */
export function wholeView(store: ChatStore, person: Person, here: Record<ChatName, boolean>) {
  const open = (chat: ChatName) => {
    const form = store.formOf(person.name, chat);
    return form === undefined ? null : formView(form);
  };
  return {
    entries: store.entries
      .filter((entry) => isSeenBy(entry, person))
      .map((entry) => entryView(entry, person)),
    forms: { slack: open('slack'), teams: open('teams') },
    here,
  };
}
