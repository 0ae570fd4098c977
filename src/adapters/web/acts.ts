import { randomUUID } from 'node:crypto';
import type { Field } from '../../message';
import type { ChatName, Inbound, MessageRef, Place } from '../../ports/chat';
import { directPrefix, type Person } from './cast';
import type { Deliveries } from './delivery';
import type { ChatStore, Entry, OpenForm } from './store';
import type { Triggers } from './triggers';

/** `heard`: the bot was told. Channel talk without `/mtgw` or `@mtgw` is for people only, as in both real chats. */
export type Outcome = { ok: true; heard: boolean } | { ok: false; error: string };

const failed = (error: string): Outcome => ({ ok: false, error });

type EventBody =
  | { kind: 'command'; text: string }
  | { kind: 'press'; on: MessageRef; action: string; value: string; reason?: string }
  | { kind: 'submit'; context: string; values: Record<string, string> };

/** What people do in the chats. */
export class Acts {
  readonly #store: ChatStore;
  readonly #deliveries: Deliveries;
  readonly #triggers: Triggers;

  constructor(store: ChatStore, deliveries: Deliveries, triggers: Triggers) {
    this.#store = store;
    this.#deliveries = deliveries;
    this.#triggers = triggers;
  }

  say(name: string, chat: ChatName, called: string, text: string, thread?: string): Outcome {
    const person = this.#store.cast.person(name);
    if (person === undefined) return failed(`Nobody here is called ${name}.`);
    const channel = this.#store.cast.channel(chat, called, person);
    if (channel === undefined) return failed(`There is no channel ${called}.`);
    const where: Place = { chat, channel, ...(thread === undefined ? {} : { thread }) };
    if (thread !== undefined && this.#store.find({ chat, channel, id: thread }) === undefined) {
      return failed('That thread does not exist any more.');
    }
    const [, prefix, rest] = /^\s*(\/\S+|@mtgw(?=\s|$))?\s*([\s\S]*)$/iu.exec(text) ?? [];
    const command = (rest ?? '').trim();
    const slash = prefix?.startsWith('/') === true;
    if (slash && prefix.toLowerCase() !== '/mtgw') {
      return failed(`${prefix} is not a command here. Try /mtgw help.`);
    }
    if (slash && thread !== undefined && chat === 'slack') {
      return failed('Slack takes no slash commands in threads: begin with @mtgw instead of /mtgw.');
    }
    const isDirect = channel.startsWith(directPrefix);
    const heard = prefix !== undefined || isDirect;
    // A slash command is between the person and the bot in both chats.
    const visibleTo = slash ? { visibleTo: person.name } : {};
    this.#store.add({ where, from: person.name, text: text.trim(), ...visibleTo });
    if (heard) this.#send(person, where, { kind: 'command', text: command });
    return { ok: true, heard };
  }

  /**
   * The newest button of that label in that chat: one that the person sees, else one that somebody else sees,
   * because the bot must refuse also the clicks that a client would not offer.
   */
  press(name: string, chat: ChatName, label: string, reason?: string): Outcome {
    const person = this.#store.cast.person(name);
    if (person === undefined) return failed(`Nobody here is called ${name}.`);
    const wanted = label.trim().toLowerCase();
    const having = this.#store.entries.filter(
      (entry) =>
        entry.ref.chat === chat &&
        entry.message?.buttons?.some((button) => button.label.toLowerCase() === wanted),
    );
    const entry = having.findLast((each) => isSeenBy(each, person)) ?? having.at(-1);
    const button = entry?.message?.buttons?.find((each) => each.label.toLowerCase() === wanted);
    if (entry === undefined || button === undefined) {
      return failed(`No button in ${chat} is called "${label}". ${this.#labels(chat)}`.trim());
    }
    if (button.reason?.required === true && (reason ?? '').trim() === '') {
      return failed(`"${button.label}" asks for a reason: ${button.reason.label}`);
    }
    return this.click(person, entry, button.action, button.value, reason);
  }

  click(person: Person, on: Entry, action: string, value: string, reason?: string): Outcome {
    const { chat, channel } = on.ref;
    const where: Place = {
      chat,
      channel,
      ...(on.thread === undefined ? {} : { thread: on.thread }),
    };
    const why = reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() };
    this.#send(person, where, { kind: 'press', on: on.ref, action, value, ...why });
    return { ok: true, heard: true };
  }

  /** Submit the form that is open for her. Fields that are not given keep what they show. */
  fill(name: string, values: Record<string, string>, form = this.#store.formOf(name)): Outcome {
    const person = this.#store.cast.person(name);
    if (person === undefined) return failed(`Nobody here is called ${name}.`);
    if (form === undefined) return failed(`No form is open for ${name}.`);
    const filled = fillIn(form, values);
    if (typeof filled === 'string') return failed(filled);
    this.#store.closeForm(form);
    this.#send(person, form.where, { kind: 'submit', context: form.form.context, values: filled });
    return { ok: true, heard: true };
  }

  #labels(chat: ChatName): string {
    const labels = this.#store.entries
      .filter((entry) => entry.ref.chat === chat)
      .flatMap((entry) => entry.message?.buttons?.map((button) => button.label) ?? []);
    const known = [...new Set(labels)].slice(-8);
    return known.length === 0 ? '' : `There are: ${known.join(', ')}.`;
  }

  #send(person: Person, where: Place, body: EventBody): void {
    const { chat } = where;
    const from = { chat, id: person.accounts[chat] };
    const event: Inbound = { id: randomUUID(), from, where, ...body };
    const trigger = this.#triggers.grant(person, where);
    this.#deliveries.send({ chat, event, trigger });
  }
}

/** What the client itself checks before it sends a form, as both real ones do. A string is what is wrong. */
function fillIn(
  { form }: OpenForm,
  given: Record<string, string>,
): Record<string, string> | string {
  const stray = Object.keys(given).find(
    (name) => !form.fields.some((field) => field.name === name),
  );
  if (stray !== undefined) {
    return `The form has no field ${stray}. It has: ${form.fields.map((f) => f.name).join(', ')}.`;
  }
  const values: Record<string, string> = {};
  for (const field of form.fields) {
    const value = valueOf(field, given[field.name]);
    if (value === undefined) return `${field.label} is none of the choices.`;
    if (field.required && value.trim() === '') return `${field.label} is needed.`;
    values[field.name] = value;
  }
  return values;
}

function valueOf(field: Field, given: string | undefined): string | undefined {
  const value = given ?? field.value ?? '';
  if (field.kind === 'check') {
    return /^(true|yes|on|1)$/i.test(value) ? 'true' : 'false';
  }
  if (field.kind !== 'choice' || value === '') return value;
  const wanted = value.toLowerCase();
  return field.options.find(
    (option) => option.value.toLowerCase() === wanted || option.label.toLowerCase() === wanted,
  )?.value;
}

/** Would the real chat show it to that person? What is for one person is hidden from all others. */
export function isSeenBy(entry: Entry, person: Person): boolean {
  return entry.visibleTo === undefined || entry.visibleTo === person.name;
}
