import type { ParameterValue, SecretOrigin, SecretRef } from '../approvals/plan';
import type { ChangeRequest, DueKind } from '../approvals/request';
import type { RecordError } from './errors';
import type { Form, Message } from './message';

/* What the outside must offer. One real adapter each, one contract suite each. */

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

export interface Command {
  cmdlet: string;
  parameters: Record<string, ParameterValue>;
}

type PsScalar = string | number | bigint | boolean | null;
/** What CLIXML gave back, as plain data: objects by property name, enums as {text, number}, dates as ISO text. */
export type PsValue = PsScalar | PsValue[] | { [property: string]: PsValue };

export interface PsErrorRecord {
  /** FullyQualifiedErrorId, the only stable name of an error. */
  errorId: string;
  category: string;
  message: string;
  terminating: boolean;
}

export interface CommandResult {
  output: PsValue[];
  errors: PsErrorRecord[];
  warnings: string[];
  durationMs: number;
}

/** The answer of one target of a batch. Anything but 'answered' leaves open what was applied. */
export type TargetAnswer =
  | { target: string; outcome: 'answered'; results: CommandResult[] }
  | {
      target: string;
      /** refused: never sent (catalogue, breaker). unreachable: no session. timeout, died: may have been applied. */
      outcome: 'refused' | 'unreachable' | 'timeout' | 'died';
      message: string;
      results: CommandResult[];
    };

/** The process that would run a cmdlet: an orphan of a dead worker is found and ended by it. */
export interface ShellIdentity {
  host: string;
  pid: number;
  /** Milliseconds since the epoch, as the operating system counts it; pids are reused. */
  startedAt: number;
}

export interface BatchOptions {
  /** For all targets together. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** Changes and readings use different processes, so that a sweep never delays a change. */
  purpose: 'change' | 'read';
  /** Run only on this process; refused when it is gone. */
  on?: ShellIdentity;
}

type SessionWish = { target: string; timeoutMs: number };

export interface GatewayShells {
  run(batch: { target: string; commands: Command[] }[], how: BatchOptions): Promise<TargetAnswer[]>;
  /** The process that the next call of that purpose will use, with that session. @throws UnavailableError; nothing was sent */
  ready(purpose: 'change' | 'read', session?: SessionWish): Promise<ShellIdentity>;
  close(): Promise<void>;
}

/** Proof about a shell process on this machine: `end` kills its tree and resolves once it is gone. */
export interface ProcessTable {
  host: string;
  isAlive(shell: ShellIdentity): Promise<boolean>;
  end(shell: ShellIdentity): Promise<void>;
}

export interface AuditDraft {
  at: number;
  /** A person's id, or 'mtgw'. */
  actor: string;
  /** What happened: 'request.approved', 'vote.cast', 'secret.revealed' ... */
  action: string;
  request?: string;
  /** Plain data without secrets. */
  detail: Record<string, unknown>;
}

export interface AuditEntry extends AuditDraft {
  seq: number;
  /** HMAC of the entry before; 64 zeros for the first. */
  previous: string;
  /** HMAC-SHA-256 over the canonical JSON of all the other fields. */
  mac: string;
}

export interface AuditVerdict {
  entries: number;
  ok: boolean;
  /** The first entry that does not hold, and why; `record`: the log holds, a request's record is not as it says. */
  problem?: { seq: number; sentence: string; record?: true };
  /** Entries before this one, and it, were moved to the archive. */
  archived?: number;
  /** Breaks that a person has sealed, by the entries that say so: it holds but for these. */
  sealed?: { seq: number; at: number; by: string; because: string; sentence: string }[];
}

export interface AuditLog {
  append(draft: AuditDraft): Promise<AuditEntry>;
  /** Newest last. `from` is a sequence number; with it `limit` counts from there on, without it from the end. */
  read(filter?: { request?: string; from?: number; limit?: number }): Promise<AuditEntry[]>;
  verify(): Promise<AuditVerdict>;
}

export type MoveResult =
  | { moved: true; request: ChangeRequest }
  /** Somebody else was first: here is how the request stands now. */
  | { moved: false; why: 'outdated'; current: ChangeRequest }
  | { moved: false; why: 'held'; holder: string };

export interface ChangeStore {
  /** A new sayable id, `CR-1042`. */
  nextId(): Promise<string>;
  create(request: ChangeRequest, audit: AuditDraft): Promise<ChangeRequest>;
  get(id: string): Promise<ChangeRequest | undefined>;
  /** The same, and by the audit log the newest that was written of it: for whoever acts on a gateway. @throws RecordError */
  proven(id: string): Promise<ChangeRequest | undefined>;
  /** Not final yet; oldest first. */
  open(): Promise<ChangeRequest[]>;
  /** Of the open ones, those whose records somebody wrote past the bot: they are in no list. */
  unusable(): Promise<RecordError[]>;
  /** Newest first, ended ones too: all of them, or those about one site of a tenant. */
  recent(limit: number): Promise<ChangeRequest[]>;
  about(site: { tenant: string; site: string }, limit: number): Promise<ChangeRequest[]>;
  /** Write `next` over `from`, due times and audit entry, in one atomic step, if `from` is the newest version. */
  move(from: ChangeRequest, next: ChangeRequest, audit: AuditDraft): Promise<MoveResult>;
  /** Claim what is due by `now`. A claim lapses after 30 s, so a dead process loses no timer. */
  claimDue(now: number): Promise<{ id: string; kind: DueKind }[]>;
  /** Requests whose cards are behind, for one chat. Marked by every write in the chats in use, cleared by `cardsShown`. */
  behind(chat: ChatName): Promise<string[]>;
  cards(id: string, chat: ChatName): Promise<CardRecord | undefined>;
  /** Remember what a chat shows; the newest version clears the mark. False: another process wrote since `over` was read. */
  cardsShown(id: string, chat: ChatName, cards: CardRecord, over?: CardRecord): Promise<boolean>;
  /** Mark a request in one chat, and have a card that is there drawn again; what was posted there stays posted. */
  drawAnew(id: string, chat: ChatName): Promise<void>;
}

/** What one chat shows of one request. */
export interface CardRecord {
  /** The card itself; its id is the thread. Absent before it was first accepted. */
  card?: MessageRef;
  /** `drawn` is what the card alone was drawn from; `version` follows once the thread is told too. */
  version: number;
  drawn?: number;
  /** A card was on its way to the chat: one that was drawn from an older version may stand there. */
  posting?: true;
  /** How many timeline entries are in the thread. */
  posted: number;
}

export interface Intent {
  target: string;
  request: string;
  /** The run of its request; refused once that request's fence is above it. */
  run: number;
  /** Index in the plan; negative for an undo step. */
  step: number;
  cmdlet: string;
  /** It runs in a session on another machine, which may outlive the local process. */
  remote: boolean;
  /** On `Clock.wall`, not on the bot's own clock: it is about a real process. */
  deadline: number;
  shell: ShellIdentity;
}

export type IntentAnswer =
  | { opened: true }
  /** Another step is under way there. */
  | { opened: false; by: Intent }
  /** That run is over: only runs of its request from `fence` on may begin a step. */
  | { opened: false; by: undefined; fence: number };

export interface Intents {
  /**
   * End every run of a request below this number: none opens an intent from now on; other requests are not concerned.
   * Resolves with the newest run that ever opened one, 0 for none: no later one sent anything, or will.
   */
  fence(request: string, below: number): Promise<number>;
  /** Take the target for one step. Refused while another intent is open there, or behind its request's fence. */
  open(intent: Intent): Promise<IntentAnswer>;
  close(intent: Intent): Promise<void>;
  find(target: string): Promise<Intent | undefined>;
  /**
   * Take away the intent of a process that is proven dead, or whose deadline passed. True when exactly that
   * intent was open and is now closed; false when somebody else was faster.
   */
  release(intent: Intent): Promise<boolean>;
}

export interface Vault {
  /** Seal a value; it ends after `ttlMs`. The label says what it is, never what it holds. Origin: 'given' when left out. */
  seal(value: string, label: string, ttlMs: number, origin?: SecretOrigin): Promise<SecretRef>;
  /** Undefined when it has ended; `has` tells that without opening it to the caller. */
  open(ref: SecretRef): Promise<string | undefined>;
  has(ref: SecretRef): Promise<boolean>;
  /** A sealed copy under a name and a time of its own, made inside the vault. Undefined when it has ended. */
  reseal(ref: SecretRef, label: string, ttlMs: number): Promise<SecretRef | undefined>;
  drop(ref: SecretRef): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch on the bot's clock. The sandbox can move it. */
  now(): number;
  /** Redis's time in milliseconds, the same on every host, never moved: what processes compare about real machines. */
  wall(): number;
  /** Resolves after so many milliseconds of real time. */
  sleep(ms: number): Promise<void>;
}

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
