import type { Policy } from '../../approvals/policy';
import type { Channels } from '../world/channels';
import type { Patience } from '../health/track';
import type { HealthStore } from '../ports/health';
import type { Intents } from '../ports/intents';
import type { Inventory } from '../world/inventory';
import type { Operation } from '../ops/operation';
import type { People } from '../world/people';
import type { AuditLog } from '../ports/audit';
import type { ChatName, Chat, TakenEvents } from '../ports/chat';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { GatewayShells, ProcessTable } from '../ports/shells';
import type { ChangeStore } from '../ports/store';
import type { Vault } from '../ports/vault';
import type { ChangeQueue } from '../ports/queue';

/** What both roles stand on: the records, and what the configuration says. */
export interface Records {
  store: ChangeStore;
  queue: ChangeQueue;
  audit: AuditLog;
  intents: Intents;
  /** Seals, and opens nothing: a value is opened beside its cmdlet, or on its one-time page. */
  vault: Omit<Vault, 'open'>;
  health: HealthStore;
  clock: Clock;
  log: Log;
  inventory: Inventory;
  people: People;
  channels: Channels;
  policy: Policy;
  operations: readonly Operation[];
  settings: Settings;
  /** What makes the records unsafe, a sentence each, as of the last look. While there is any, no change is taken. */
  unsafe(): readonly string[];
  /** The same, looked at now: before a change begins, and before each thing that cannot be called back. */
  unsafeNow(): Promise<readonly string[]>;
}

export interface Settings {
  /** One cmdlet may take so long before it counts as lost. */
  stepTimeoutMs: number;
  /** For an answer to arrive after the time of its cmdlet: an intent lives for so much longer. */
  stepMarginMs: number;
  /** What was accepted may take so long to show in a reading. */
  settleMs: number;
  /** One round trip of readings. */
  readTimeoutMs: number;
  /** How often an open peer gate is looked at. */
  gateEveryMs: number;
  /** A gateway that could not be read is tried again so much later. */
  retryEveryMs: number;
  /** A tunnel's key stays sealed so long after its change ended, for undo. 0: not at all. */
  keepKeysMs: number;
  watch: WatchSettings;
}

export interface WatchSettings {
  /** Every served gateway is probed so often. */
  probeEveryMs: number;
  /** One round trip of a probe, of all gateways together. */
  probeTimeoutMs: number;
  /** Whoever probes a gateway is left alone with it for so long. */
  leadMs: number;
  /** Readings that are older say nothing of now. */
  staleAfterMs: number;
  patience: Patience;
}

/** The chat role: speaks with people, has no route to the gateways. */
export interface ChatParts extends Records {
  chats: Partial<Record<ChatName, Chat>>;
  taken: TakenEvents;
  /** Make the one-time page for a generated key, and give its address. */
  offerKey(request: { id: string; line: string }, ref: string, to: string): Promise<string>;
}

/** The worker role: the only one that touches gateways. */
export interface WorkerParts extends Records {
  shells: GatewayShells;
  processes: ProcessTable;
  /** Is that machine reached through a session, rather than in the worker's own process? */
  isRemote(target: string): boolean;
  /** The gateways that this worker serves. */
  gateways: readonly string[];
}
