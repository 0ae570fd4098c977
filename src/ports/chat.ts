import type { Form, Message } from '../message';

export type ChatName = 'slack' | 'teams';

/** An account as the platform vouches for it (Slack user id, Entra object id), never a display name. */
export interface Account {
  chat: ChatName;
  id: string;
}

/** A channel, a thread in it (by the id of its first message), or a person's direct conversation. */
export interface Place {
  chat: ChatName;
  channel: string;
  thread?: string;
}

/** A message that was sent and can be edited. */
export interface MessageRef {
  chat: ChatName;
  channel: string;
  id: string;
}

export type Inbound = {
  /** The platform's id of this delivery or click; a second delivery has the same one. */
  id: string;
  from: Account;
  where: Place;
} & (
  | { kind: 'command'; text: string; quotes?: string }
  | { kind: 'press'; on: MessageRef; action: string; value: string; reason?: string }
  | { kind: 'submit'; context: string; values: Record<string, string> }
);

/** The short-lived way to answer one event, to its person alone. A form opens once and soon (Slack: 3 s): decide first. */
export interface Answer {
  say(message: Message): Promise<void>;
  /** Until the next `say`: a sign of typing where the chat has one, else the sentence. */
  working(sentence: string): Promise<void>;
  form(form: Form): Promise<void>;
}

/** Rejects with MessageGoneError when what to edit or answer is no more, with NotThereError where the bot may not post. */
export interface Chat {
  readonly name: ChatName;
  /** Begin to deliver. The adapter acknowledges by itself; a throw of the handler is its caller's to log. */
  start(handle: (event: Inbound, answer: Answer) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
  /** Send to a channel or into a thread. `key` makes a repeat of the same send harmless where the platform can. */
  post(to: Place, message: Message, key: string): Promise<MessageRef>;
  update(ref: MessageRef, message: Message): Promise<void>;
  /** Why nobody would see what is posted there, and what to do; undefined when they would, or it can't be told. */
  whyUnseen(where: Place): Promise<string | undefined>;
  /** Is it somebody's own conversation with the bot? True of one that was heard from. */
  isDirect(channel: string): boolean;
  /** A message that only this person sees, outside an answer: ephemeral, targeted, or direct. */
  whisper(to: Account, where: Place, message: Message): Promise<void>;
}

/** Forms that wait for a click: in Slack only a click may open one. Any process of the bot can have offered it. */
export interface KeptForms {
  /** Keep it for half an hour. Resolves with its id. */
  keep(form: Form, to: Account): Promise<string>;
  /** Undefined when its time is over, or it was for somebody else. */
  find(id: string, from: Account): Promise<Form | undefined>;
}

/** Platforms bring an event again when in doubt, maybe to another process of the bot. */
export interface TakenEvents {
  /** True for the first to ask with that event, over all processes. */
  take(event: Pick<Inbound, 'id' | 'from'>): Promise<boolean>;
}

export class MessageGoneError extends Error {
  override readonly name = 'MessageGoneError';
}
