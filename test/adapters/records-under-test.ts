import type { Intents } from '../../src/ports/intents';
import type { AuditLog } from '../../src/ports/audit';
import type { ChatName } from '../../src/ports/chat';
import type { ChangeStore } from '../../src/ports/store';
import type { Vault } from '../../src/ports/vault';

/** The records of one installation as one of its processes sees them. */
export interface SeenRecords {
  store: ChangeStore;
  audit: AuditLog;
  intents: Intents;
  vault: Vault;
}

/** Why a record cannot be used: half of it is gone, or a later version of the bot wrote it. */
export type Unusable = 'damaged' | 'newer';

/** What no process of the bot does, and happens all the same. */
export interface Accidents {
  spoil(id: string, how: Unusable): Promise<void>;
  /** All claims of due times are so old that they have lapsed. */
  lapseClaims(): Promise<void>;
  /** Whoever waits for a turn on that gateway was last heard of so much earlier. */
  ageTurns(gateway: string, ms: number): Promise<void>;
}

/** A fresh installation, seen by one process; `another` is how a second one sees the same. */
export type MakeRecords = (options?: {
  /** So long a due time is left to its claimer, in milliseconds. */
  leaseMs?: number;
  /** Those that the bot speaks in; both, when left out. */
  chats?: readonly ChatName[];
}) => Promise<SeenRecords & Accidents & { another(): Promise<SeenRecords> }>;
