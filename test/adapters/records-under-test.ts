import type { AuditLog, ChangeStore, ChatName, Intents, Vault } from '../../src/ports';

/** The records of one installation as one of its processes sees them. */
export interface SeenRecords {
  store: ChangeStore;
  audit: AuditLog;
  intents: Intents;
  vault: Vault;
}

/** A fresh installation, seen by one process; `another` is how a second one sees the same. */
export type MakeRecords = (options?: {
  /** So long a due time is left to its claimer, in milliseconds. */
  leaseMs?: number;
  /** Those that the bot speaks in; both, when left out. */
  chats?: readonly ChatName[];
}) => Promise<SeenRecords & { another(): Promise<SeenRecords> }>;
