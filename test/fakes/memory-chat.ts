import { NotThereError } from '../../src/errors';
import type { Form, Message } from '../../src/message';
import {
  type Account,
  type Chat,
  type ChatName,
  type Inbound,
  MessageGoneError,
  type MessageRef,
  type Place,
} from '../../src/ports/chat';
import type { Clock } from '../../src/ports/clock';
import { memoryInbox } from './memory-inbox';

/** A message that stands in the chat. */
export interface Standing {
  ref: MessageRef;
  place: Place;
  message: Message;
  /** The only account that sees it. */
  visibleTo?: string;
}

export interface Posted extends Standing {
  key: string;
}

/** A platform in memory that takes each key once, as a good one would, and what people do there. */
export interface MemoryChat extends Chat {
  /** What was posted for everybody. */
  posted(): readonly Posted[];
  /** Everything that stands there, oldest first. */
  standing(): readonly Standing[];
  say(from: Account, where: Place, text: string): Promise<void>;
  press(from: Account, on: MessageRef, label: string, reason?: string): Promise<void>;
  openForm(of: Account): Form | undefined;
  /** Fields that are not given keep what they show. */
  submit(from: Account, values: Record<string, string>): Promise<void>;
  remove(ref: MessageRef): void;
  trouble: {
    /** The next call has to wait so long. */
    limitNextCall(ms: number): void;
    /** The next call is done, and is made again because nobody heard of it. */
    loseNextReply(): void;
    repeatNextDelivery(): void;
    /** Somebody removes the bot from a channel. */
    sendAway(channel: string): void;
    /** Neither calls nor events go through for so long. */
    goAway(ms: number): void;
  };
}

type Happened<E = Inbound> = E extends unknown ? Omit<E, 'id'> : never;

/** One chat, for everybody. What is posted twice with one key is there once. */
export function memoryChat(name: ChatName, clock: Clock, { formLifeMs = 3_000 } = {}): MemoryChat {
  const standing: (Standing & { key?: string })[] = [];
  let [lastId, lastEvent, limitMs, awayUntil] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  let losesReply = false;
  const without = new Set<string>();
  const notThere = 'I am not in this channel. Invite me, then ask again.';

  const find = ({ id }: MessageRef) => standing.find(({ ref }) => ref.id === id);

  function stand(place: Place, message: Message, more: { key?: string; visibleTo?: string }) {
    const ref = { chat: name, channel: place.channel, id: `${name}-${++lastId}` };
    standing.push({ ref, place, message, ...more });
    return ref;
  }

  async function untilBack(): Promise<void> {
    while (clock.wall() < awayUntil) await clock.sleep(awayUntil - clock.wall());
  }

  /** A call of the bot. Without trouble it has its effect at once, before anybody waits for it. */
  async function call<T>(act: () => T): Promise<T> {
    if (clock.wall() < awayUntil) await untilBack();
    const waits = limitMs;
    limitMs = 0;
    if (waits > 0) await clock.sleep(waits);
    if (losesReply) {
      losesReply = false;
      act();
    }
    return act();
  }

  const inbox = memoryInbox({
    now: clock.wall,
    formLifeMs,
    say: ({ from, where }, message) =>
      call(() => void stand(where, message, { visibleTo: from.id })),
  });

  async function happen(event: Happened): Promise<void> {
    await untilBack();
    inbox.deliver({ id: `${name}-event-${++lastEvent}`, ...event });
  }

  return {
    name,
    start: async (handle) => inbox.start(handle),
    stop: () => inbox.stop(),

    post: (place, message, key) =>
      call(() => {
        if (without.has(place.channel)) throw new NotThereError(notThere);
        return standing.find((one) => one.key === key)?.ref ?? stand(place, message, { key });
      }),

    whyUnseen: async ({ channel }) => (without.has(channel) ? notThere : undefined),

    isDirect: (channel) => /^D|^direct$/.test(channel),

    update: (ref, message) =>
      call(() => {
        const found = find(ref);
        if (found === undefined) throw new MessageGoneError(`${ref.id} is not there any more.`);
        found.message = message;
      }),

    whisper: (to, place, message) => call(() => void stand(place, message, { visibleTo: to.id })),

    posted: () => standing.flatMap(({ key, ...one }) => (key === undefined ? [] : { ...one, key })),
    standing: () => standing,

    say: (from, where, text) => happen({ kind: 'command', from, where, text }),

    async press(from, on, label, reason) {
      const found = find(on);
      const button = found?.message.buttons?.find((one) => one.label === label);
      if (found === undefined || button === undefined) {
        throw new Error(`There is no button "${label}" on ${on.id}.`);
      }
      const { action, value } = button;
      const said = reason === undefined ? {} : { reason };
      await happen({ kind: 'press', from, where: found.place, on, action, value, ...said });
    },

    openForm: inbox.openForm,

    async submit(from, values) {
      const form = inbox.takeForm(from);
      if (form === undefined) throw new Error('No form is open.');
      const shown = form.fields.flatMap((field) =>
        field.value === undefined ? [] : [[field.name, field.value]],
      );
      const all = { ...Object.fromEntries(shown), ...values };
      const where = { chat: name, channel: from.id };
      await happen({ kind: 'submit', from, where, context: form.context, values: all });
    },

    remove(ref) {
      const at = standing.findIndex((one) => one.ref.id === ref.id);
      if (at >= 0) standing.splice(at, 1);
    },

    trouble: {
      limitNextCall(ms) {
        limitMs = ms;
      },
      loseNextReply() {
        losesReply = true;
      },
      repeatNextDelivery: () => inbox.repeatNext(),
      sendAway: (channel) => void without.add(channel),
      goAway(ms) {
        awayUntil = clock.wall() + ms;
      },
    },
  };
}
