import type { Form, Message } from '../../message';
import { type ChatName, type MessageRef, MessageGoneError, type Place } from '../../ports/chat';
import { type Cast, directPrefix, type Person } from './cast';
import { formText, messageText, unseenText } from './text';

/** One entry of a conversation. Only the bot's have a `message`; people's have `text`. */
export interface Entry {
  ref: MessageRef;
  thread?: string;
  /** A person's name, 'mtgw', or 'platform' for what the chat itself says. */
  from: string;
  /** The only person who sees it. */
  visibleTo?: string;
  text: string;
  message?: Message;
  at: number;
  /** How it read before each edit, oldest first. */
  history: { text: string; at: number }[];
}

export interface OpenForm {
  id: string;
  chat: ChatName;
  person: string;
  where: Place;
  form: Form;
}

/** Something that the bot sent or edited, as a person could read it. */
export interface Sent {
  seq: number;
  chat: ChatName;
  /** `#mtgw`, or `direct`. */
  place: string;
  thread?: string;
  text: string;
  /** Button values and contexts: sent, though nobody reads them. */
  unseen: string;
  visibleTo?: string;
  edited: boolean;
  at: number;
}

export type Change =
  | { kind: 'entry'; entry: Entry }
  | { kind: 'gone'; entry: Entry }
  | { kind: 'form'; chat: ChatName; person: string; form: OpenForm | undefined }
  | { kind: 'presence'; chat: ChatName; here: boolean };

export interface Draft {
  where: Place;
  from: string;
  text: string;
  message?: Message;
  visibleTo?: string;
}

/** Both chats' conversations, in memory. It knows nothing of HTTP. */
export class ChatStore {
  readonly cast: Cast;
  readonly entries: Entry[] = [];
  readonly sent: Sent[] = [];
  readonly #forms = new Map<string, OpenForm>();
  readonly #byKey = new Map<string, MessageRef>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #sentListeners = new Set<(sent: Sent) => void>();
  #lastId = 0;

  constructor(cast: Cast) {
    this.cast = cast;
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onSent(listener: (sent: Sent) => void): () => void {
    this.#sentListeners.add(listener);
    return () => this.#sentListeners.delete(listener);
  }

  announce(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** The bot's message; the same key again gives the first one back. */
  post(where: Place, message: Message, key: string): MessageRef {
    const known = this.#byKey.get(`${where.chat} ${key}`);
    if (known !== undefined) return known;
    const { ref } = this.add({ where, from: 'mtgw', text: messageText(message), message });
    this.#byKey.set(`${where.chat} ${key}`, ref);
    return ref;
  }

  add(draft: Draft): Entry {
    const { chat, channel, thread } = draft.where;
    if (thread !== undefined && this.find({ chat, channel, id: thread }) === undefined) {
      throw new MessageGoneError(`The thread ${thread} in ${channel} does not exist (any more).`);
    }
    const visibleTo = draft.visibleTo ?? this.cast.ownerOfDirect(chat, channel)?.name;
    const entry: Entry = {
      ref: { chat, channel, id: this.#nextId(chat) },
      ...(thread === undefined ? {} : { thread }),
      from: draft.from,
      ...(visibleTo === undefined ? {} : { visibleTo }),
      text: draft.text,
      ...(draft.message === undefined ? {} : { message: draft.message }),
      at: Date.now(),
      history: [],
    };
    this.entries.push(entry);
    if (draft.message !== undefined) this.#record(entry, draft.message, false);
    this.announce({ kind: 'entry', entry });
    return entry;
  }

  /** Seen by one person. Where its thread is gone it stands in the channel: nothing may get lost unsaid. */
  whisper(where: Place, person: Person, message: Message): void {
    const { chat, channel, thread } = where;
    const there = thread !== undefined && this.find({ chat, channel, id: thread }) !== undefined;
    this.add({
      where: there ? where : { chat, channel },
      from: 'mtgw',
      text: messageText(message),
      message,
      visibleTo: person.name,
    });
  }

  /** Only the bot's own, public messages can be edited, as in Slack. */
  update(ref: MessageRef, message: Message): void {
    const entry = this.find(ref);
    const isPrivate = entry?.visibleTo !== undefined && !ref.channel.startsWith(directPrefix);
    if (entry?.message === undefined || isPrivate) {
      throw new MessageGoneError(`There is no message ${ref.id} to edit in ${ref.channel}.`);
    }
    entry.history.push({ text: entry.text, at: Date.now() });
    entry.message = message;
    entry.text = messageText(message);
    this.#record(entry, message, true);
    this.announce({ kind: 'entry', entry });
  }

  remove(ref: MessageRef): boolean {
    const entry = this.find(ref);
    if (entry === undefined) return false;
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.announce({ kind: 'gone', entry });
    return true;
  }

  /** Both chats as on the first day. */
  clear(): void {
    for (const form of this.#forms.values()) this.closeForm(form);
    for (const entry of this.entries.splice(0)) this.announce({ kind: 'gone', entry });
    this.sent.length = 0;
    this.#byKey.clear();
  }

  find(ref: MessageRef): Entry | undefined {
    return this.entries.findLast(
      ({ ref: own }) => own.id === ref.id && own.chat === ref.chat && own.channel === ref.channel,
    );
  }

  openForm(person: Person, where: Place, form: Form): OpenForm {
    const open: OpenForm = {
      id: `F${this.#nextId('teams')}`,
      chat: where.chat,
      person: person.name,
      where,
      form,
    };
    this.#forms.set(`${where.chat} ${person.name}`, open);
    this.#log(where, formText(form), unseenText(form), person.name, false);
    this.announce({ kind: 'form', chat: where.chat, person: person.name, form: open });
    return open;
  }

  closeForm(form: OpenForm): void {
    if (this.formOf(form.person, form.chat)?.id !== form.id) return;
    this.#forms.delete(`${form.chat} ${form.person}`);
    this.announce({ kind: 'form', chat: form.chat, person: form.person, form: undefined });
  }

  /** The form that is open for a person, the newest one where both chats show one. */
  formOf(person: string, chat?: ChatName): OpenForm | undefined {
    return [...this.#forms.values()]
      .filter((form) => form.person === person && (chat === undefined || form.chat === chat))
      .toSorted((a, b) => a.id.localeCompare(b.id))
      .at(-1);
  }

  #record(entry: Entry, message: Message, edited: boolean): void {
    const { chat, channel } = entry.ref;
    const where: Place = { chat, channel, ...(entry.thread && { thread: entry.thread }) };
    this.#log(where, entry.text, unseenText(message), entry.visibleTo, edited);
  }

  #log(at: Place, text: string, unseen: string, visibleTo: string | undefined, edited: boolean) {
    const sent: Sent = {
      seq: this.sent.length + 1,
      chat: at.chat,
      place: at.channel.startsWith(directPrefix) ? 'direct' : at.channel,
      ...(at.thread === undefined ? {} : { thread: at.thread }),
      text,
      unseen,
      ...(visibleTo === undefined ? {} : { visibleTo }),
      edited,
      at: Date.now(),
    };
    this.sent.push(sent);
    for (const listener of this.#sentListeners) listener(sent);
  }

  /** Slack counts messages by seconds and a fraction, Teams by milliseconds. Later is greater in both. */
  #nextId(chat: ChatName): string {
    this.#lastId = Math.max(this.#lastId + 1, Date.now());
    const id = String(this.#lastId);
    return chat === 'teams' ? id : `${id.slice(0, -3)}.${id.slice(-3)}000`;
  }
}
