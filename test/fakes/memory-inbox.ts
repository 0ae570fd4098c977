import { createBacklog } from '../../src/adapters/backlog';
import { UserError } from '../../src/errors';
import type { Form, Message } from '../../src/message';
import type { Account, Answer, Chat, Inbound } from '../../src/ports/chat';

export type Handler = Parameters<Chat['start']>[0];

/** How people's events come to the bot: once each, and nobody who acts waits for what becomes of it. */
export interface MemoryInbox {
  start(handle: Handler): void;
  /** Hear nothing more, and wait for what began. */
  stop(): Promise<void>;
  /** @throws when no bot is there */
  deliver(event: Inbound): void;
  repeatNext(): void;
  openForm(of: Account): Form | undefined;
  /** The form is sent: it closes. */
  takeForm(of: Account): Form | undefined;
}

export interface InboxOptions {
  now(): number;
  /** An event opens one form, within so long. */
  formLifeMs: number;
  /** What is said to one person alone. */
  say(event: Inbound, message: Message): Promise<void>;
}

/** Events of one chat in memory, on their way to the one process that hears them. */
export function memoryInbox({ now, formLifeMs, say }: InboxOptions): MemoryInbox {
  const taken = new Set<string>();
  const running = new Set<Promise<void>>();
  const backlog = createBacklog();
  const forms = new Map<string, Form>();
  let handler: Handler | undefined;
  let times = 1;

  function answerTo(event: Inbound): Answer {
    const over = now() + formLifeMs;
    let opened = false;
    return {
      say: (message) => say(event, message),
      working: (sentence) => say(event, { summary: sentence, blocks: [] }),
      async form(form) {
        if (opened || now() > over) {
          throw new UserError('The form could not open in time. Please send that once more.');
        }
        opened = true;
        forms.set(event.from.id, form);
      },
    };
  }

  function hear(event: Inbound, handle: Handler): void {
    if (taken.has(event.id)) return;
    taken.add(event.id);
    const run = backlog
      .add(() => handle(event, answerTo(event)))
      // Whoever acted learns nothing of it; the adapters log it.
      .catch(() => {});
    running.add(run);
    void run.finally(() => running.delete(run));
  }

  return {
    start(handle) {
      handler = handle;
    },

    async stop() {
      handler = undefined;
      await Promise.all(running);
    },

    deliver(event) {
      if (handler === undefined) throw new Error('The bot does not answer.');
      backlog.arrived();
      for (; times > 0; times -= 1) hear(event, handler);
      times = 1;
    },

    repeatNext() {
      times = 2;
    },

    openForm: ({ id }) => forms.get(id),

    takeForm({ id }) {
      const form = forms.get(id);
      forms.delete(id);
      return form;
    },
  };
}
