import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../../adapters/web/acts';
import type { MessageRef } from '../../../ports/chat';
import { fillIn, pressables, type Pressable } from './card-inputs';
import type { Deliveries } from './delivery';
import { type Json, record, textOf } from './json';
import type { Roster, TeamsMember } from './roster';
import type { Entry, Store } from './store';

/* What people do in Teams' client, and the activities that come of it. */

export interface Acts {
  say(person: string, place: string, text: string, thread?: string): Outcome;
  press(person: string, label: string, how?: { reason?: string; on?: MessageRef }): Outcome;
  fill(person: string, values: Record<string, string>): Outcome;
  formOf(person: string): { entry: Entry; send: Pressable } | undefined;
}

export interface ActsParts {
  tenantId: string;
  serviceUrl: string;
  roster: Roster;
  store: Store;
  deliveries: Deliveries;
}

const failed = (error: string): Outcome => ({ ok: false, error });
const done: Outcome = { ok: true, heard: true };

/** People find buttons and forms by what they see. An act is over at once; what the bot makes of it comes later. */
export function createActs(parts: ActsParts): Acts {
  const { roster, store, deliveries } = parts;

  const seenBy = (name: string) => (entry: Entry) =>
    entry.visibleTo === undefined || entry.visibleTo === name;

  function formOf(name: string) {
    for (const entry of store.entries.filter(seenBy(name)).toReversed()) {
      const send = pressables(entry.card ?? {}).find(({ inputs }) =>
        inputs.some(({ id }) => id.startsWith('field.')),
      );
      if (send !== undefined) return { entry, send };
    }
    return undefined;
  }

  function execute(person: TeamsMember, { ref, thread }: Entry, on: Pressable, data: Json): void {
    const invoke = {
      ...activityFrom(parts, person, ref.channel, thread ?? ref.id),
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `f:${randomUUID()}`,
      replyToId: ref.id,
      value: {
        action: { type: 'Action.Execute', title: on.title, verb: on.verb, data },
        trigger: 'manual',
      },
    };
    deliveries.send(invoke, (answer) => {
      const entry = store.find(ref.channel, ref.id);
      const card = record(answer['value']);
      const isCard = answer['type'] === 'application/vnd.microsoft.card.adaptive';
      // A card for all is only shown so to the person, and until the client looks again.
      if (isCard && card !== undefined && entry?.visibleTo === person.name) {
        store.replaceCard(entry, card);
      }
    });
  }

  return {
    formOf,
    say(name, place, text, thread) {
      const person = roster.person(name);
      if (person === undefined) return failed(`Nobody here is called ${name}.`);
      const channel = place === 'direct' ? person.direct : roster.channel(place)?.id;
      if (channel === undefined) return failed(`There is no channel ${place}.`);
      if (thread !== undefined && store.find(channel, thread) === undefined) {
        return failed('That thread does not exist any more.');
      }
      const isDirect = channel === person.direct;
      const [, prefix] = /^\s*(\/\S+|@mtgw(?=\s|$))/iu.exec(text) ?? [];
      const isSlash = prefix?.startsWith('/') === true;
      if (isSlash && prefix.toLowerCase() !== '/mtgw') {
        return failed(`${prefix} is not a command here. Try /mtgw help.`);
      }
      const onlyFor = isSlash || isDirect ? { visibleTo: person.name } : {};
      const where = { channel, ...(thread === undefined ? {} : { thread }) };
      const { ref } = store.addPersons({ ...where, ...onlyFor, targeted: false }, text.trim());
      if (prefix === undefined && !isDirect) return { ok: true, heard: false };
      const root = isSlash ? thread : (thread ?? ref.id);
      const { recipient, ...activity } = activityFrom(parts, person, channel, root);
      const to = isSlash && !isDirect ? { ...recipient, isTargeted: true } : recipient;
      deliveries.send({
        ...activity,
        type: 'message',
        id: ref.id,
        recipient: to,
        ...(isSlash ? { text: escapeText(text.trim()) } : mentioning(text, roster.botId)),
      });
      return done;
    },
    press(name, label, { reason, on } = {}) {
      const person = roster.person(name);
      if (person === undefined) return failed(`Nobody here is called ${name}.`);
      const wanted = label.trim().toLowerCase();
      const having = store.entries
        .filter(({ ref }) => on === undefined || (ref.id === on.id && ref.channel === on.channel))
        .flatMap((entry) =>
          pressables(entry.card ?? {})
            .filter((each) => each.label.toLowerCase() === wanted)
            .map((button) => ({ entry, button })),
        );
      // The bot must refuse also the clicks that a client would not offer.
      const found = having.findLast(({ entry }) => seenBy(person.name)(entry)) ?? having.at(-1);
      if (found === undefined) return failed(`No button in teams is called "${label}".`);
      const data = fillIn(found.button, ({ id }) => (id === 'reason' ? reason : undefined));
      if (typeof data === 'string') return failed(`"${label}" asks for more: ${data}`);
      execute(person, found.entry, found.button, data);
      return done;
    },
    fill(name, values) {
      const person = roster.person(name);
      if (person === undefined) return failed(`Nobody here is called ${name}.`);
      const form = formOf(person.name);
      if (form === undefined) return failed(`No form is open for ${name}.`);
      const names = form.send.inputs.map(({ id }) => id.replace(/^field\./, ''));
      const stray = Object.keys(values).find((each) => !names.includes(each));
      if (stray !== undefined) {
        return failed(`The form has no field ${stray}. It has: ${names.join(', ')}.`);
      }
      const data = fillIn(form.send, ({ id }) => values[id.replace(/^field\./, '')]);
      if (typeof data === 'string') return failed(data);
      execute(person, form.entry, form.send, data);
      return done;
    },
  };
}

function activityFrom(
  { tenantId, serviceUrl, roster }: ActsParts,
  person: TeamsMember,
  channel: string,
  thread: string | undefined,
) {
  const isDirect = channel === person.direct;
  const inThread = isDirect || thread === undefined ? channel : `${channel};messageid=${thread}`;
  return {
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: person.mri, name: person.name, aadObjectId: person.id },
    recipient: { id: roster.botId, name: 'mtgw' },
    conversation: {
      id: inThread,
      tenantId,
      conversationType: isDirect ? 'personal' : 'channel',
      ...(isDirect ? {} : { isGroup: true }),
    },
    channelData: {
      tenant: { id: tenantId },
      ...(isDirect ? {} : { channel: { id: channel }, team: { id: '19:team@thread.tacv2' } }),
    },
  };
}

function mentioning(text: string, botId: string): Json {
  const [, , rest = ''] = /^\s*(@mtgw)?\s*([\s\S]*)$/iu.exec(text) ?? [];
  if (!/^\s*@mtgw/i.test(text)) return { text: escapeText(text.trim()) };
  const at = '<at>mtgw</at>';
  return {
    text: `${at} ${escapeText(textOf(rest).trim())}`,
    entities: [{ type: 'mention', mentioned: { id: botId, name: 'mtgw' }, text: at }],
  };
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
