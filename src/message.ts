/**
 * What the bot says, before any platform has its way with it. Every adapter renders this and nothing else.
 * Text is data, not markup: a tenant called `*all*` is shown as written and can't format or mention anything.
 * A link is an address of the bot's own, shown as it is: never one that somebody typed.
 */
export type Span =
  | string
  | { bold: string }
  | { code: string }
  | { person: string }
  /** A moment, in milliseconds since the epoch: in the reader's own zone where the platform knows it, else the text. */
  | { time: number; text: string }
  | { link: string };
export type Text = string | Span[];

/** 'good' is done and true, 'working' goes on by itself, 'waiting' needs a person, 'bad' needs one now. */
export type Tone = 'neutral' | 'working' | 'waiting' | 'good' | 'warning' | 'bad';

/** Each of another shape, so that a tone is not told by its colour alone. */
const signs: Record<Tone, string> = {
  neutral: '',
  working: '⚙️',
  waiting: '⏳',
  good: '✅',
  warning: '⚠️',
  bad: '🔴',
};

/** What stands in front of a message's first words, for a glance: its own mark, else the sign of its tone; maybe nothing. */
export function signOf({ mark, tone = 'neutral' }: Pick<Message, 'mark' | 'tone'>): string {
  return mark ?? signs[tone];
}

export type Block =
  | { kind: 'text'; text: Text }
  | { kind: 'fields'; fields: { label: string; value: Text }[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; items: Text[] }
  /** Small print. */
  | { kind: 'note'; text: Text };

export interface Button {
  label: string;
  /** The verb that `Inbound.press.action` carries back. */
  action: string;
  /** Opaque to the adapter, at most 500 characters; never a secret. */
  value: string;
  style?: 'primary' | 'danger';
  /** The press asks for a reason first, in the platform's own way (a modal, an input on the card). */
  reason?: ReasonWish;
}

/** What is asked before a press counts. Read on its own, away from the card, it still says what is about to be done. */
export interface ReasonWish {
  /** What the press does to which request, `Deny CR-1042`: at most 24 characters, or it is cut. */
  title: string;
  label: string;
  /** What that request would do, in a line. */
  about?: string;
  required: boolean;
}

/** Somebody who is called by the platform's own mention, so that it notifies them. */
export interface Call {
  kind: 'person' | 'group';
  /** The platform's id of that account or group. */
  id: string;
  /** What it is called where the platform shows no name of its own. */
  name: string;
}

export interface Message {
  /** One line that stands for the whole message in a notification, and where blocks can't be shown. */
  summary: string;
  title?: Text;
  tone?: Tone;
  /** One sign that tells more than the tone can: what it stands for is said in words too. */
  mark?: string;
  blocks: Block[];
  buttons?: Button[];
  /** Called before its first words. Nobody else is disturbed by it. */
  calls?: Call[];
  /** Whoever else saw it could use it: it goes where nobody else ever is, not beside others in a channel. */
  confidential?: true;
}

export type Field = {
  name: string;
  label: string;
  hint?: string;
  required: boolean;
  value?: string;
  /** What was wrong with the value that was sent. */
  error?: string;
} & (
  | { kind: 'text' }
  /** Never echoed, never prefilled, never kept by the platform's history where that can be helped. */
  | { kind: 'secret' }
  | { kind: 'choice'; options: { value: string; label: string }[] }
  | { kind: 'check' }
);

export interface Form {
  title: string;
  submit: string;
  intro?: Text;
  /** The name of the channel that it counts in: said where it may be shown elsewhere. */
  place?: string;
  fields: Field[];
  /** Comes back with `Inbound.submit`; at most 2,000 characters; never a secret. */
  context: string;
}
