import type { Account, Chat, ChatName, MessageRef, Place } from '../../src/ports/chat';

/** Something that stands in the chat, as a person reads it: markup is interpreted, escapes are undone. */
export interface Shown {
  ref: MessageRef;
  thread?: string;
  text: string;
  /** The only account that sees it. */
  visibleTo?: string;
}

export interface ShownForm {
  text: string;
  /** Prefilled values by field name. */
  values: Record<string, string>;
}

/** What not every platform does: its adapter's suite says which, so that no test of the contract passes unplayed. */
export interface Platform {
  /** A form can be opened for a while after an event only: the harness has `formLifeMs`. */
  formsExpire: boolean;
  /** It knows a repeated post by its key: the harness has `idempotent`. */
  knowsRepeatedPosts: boolean;
  /** The bot can be removed from a channel: the harness has `sendAway`. */
  sendsAway: boolean;
}

/**
 * An adapter under test, and the platform (or a stand-in that is as strict) on its other side. What people do
 * resolves when the platform has the adapter's acknowledgement, and rejects when it got none in time.
 */
export interface ChatHarness {
  name: ChatName;
  chat: Chat;
  alice: Account;
  bob: Account;
  /** A channel with alice, bob and the bot. */
  channel: string;
  command(from: Account, text: string, where?: Place): Promise<void>;
  /** Press a button that is shown on that message. */
  press(from: Account, on: MessageRef, label: string, reason?: string): Promise<void>;
  submit(from: Account, values: Record<string, string>): Promise<void>;
  /** Everything the bot has there, oldest first. */
  shown(): Promise<Shown[]>;
  openForm(of: Account): Promise<ShownForm | undefined>;
  deleteMessage(ref: MessageRef): Promise<void>;
  /** The next call of the adapter is answered with 429. */
  limitNextCall(retryAfterSeconds: number): void;
  /** The next event comes twice. */
  repeatNextDelivery(): void;
  /** A form can be opened for so long after an event. Absent: at any time. */
  formLifeMs?: number;
  /** The platform knows a repeated post by its key; `loseNextReply` lets a call succeed without its reply. */
  idempotent?: { loseNextReply(): void };
  /** Somebody removes the bot from a channel. */
  sendAway?: (channel: string) => void;
  /** The platform is not reached for so long. */
  goAway: (ms: number) => void;
  close(): Promise<void>;
}
