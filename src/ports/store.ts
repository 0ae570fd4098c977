import type { ChangeRequest, DueKind } from '../../approvals/request';
import type { RecordError } from '../errors';
import type { AuditDraft } from './audit';
import type { ChatName, MessageRef } from './chat';
import type { WithIntents } from './intents';

export type MoveResult =
  | { moved: true; request: ChangeRequest }
  /** Somebody else was first: here is how the request stands now. */
  | { moved: false; why: 'outdated'; current: ChangeRequest }
  | { moved: false; why: 'held'; holder: string }
  /** The intent that it was to open is refused, as `Intents.open` would. */
  | { moved: false; why: 'busy' };

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
  /** Write `next` over `from`, due times, audit entry and intents, in one atomic step, if `from` is the newest version. */
  move(
    from: ChangeRequest,
    next: ChangeRequest,
    audit: AuditDraft,
    intents?: WithIntents,
  ): Promise<MoveResult>;
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
