import type { Redis } from 'ioredis';
import type { HealthStore } from '../../ports/health';
import type { Intents } from '../../ports/intents';
import type { Offers } from '../../ports/offers';
import type { AuditLog } from '../../ports/audit';
import type { ChatName } from '../../ports/chat';
import type { Log } from '../../ports/log';
import type { ChangeStore } from '../../ports/store';
import type { Vault } from '../../ports/vault';
import type { AuditKey } from './audit-chain';
import { createAuditLog } from './audit-log';
import { createAuditWriter } from './audit-writer';
import { createChangeStore } from './change-store';
import { createHealthStore } from './health-store';
import { createIntents } from './intents';
import { keysUnder } from './keys';
import { createOffers } from './offers';
import { createVault } from './vault';

export interface Records {
  store: ChangeStore;
  audit: AuditLog;
  intents: Intents;
  vault: Vault;
  health: HealthStore;
  offers: Offers;
}

/** Everything the bot remembers, over one connection and one audit chain. */
export function openRecords(
  redis: Redis,
  options: {
    /** Without braces; several installations can share a Redis. */
    prefix: string;
    /** At least 32 bytes. */
    auditKey: AuditKey;
    /** Exactly 32 bytes. */
    vaultKey: Buffer;
    log: Log;
    /** How long a claimed due time is left to its claimer, in milliseconds. */
    leaseMs?: number;
    /** Those that the bot speaks in: a write marks their cards, and no other's. Both when left out. */
    chats?: readonly ChatName[];
  },
): Records {
  const { auditKey, vaultKey, log, leaseMs = 30_000, chats = ['slack', 'teams'] } = options;
  const keys = keysUnder(options.prefix);
  const writer = createAuditWriter(redis, keys, auditKey);
  return {
    store: createChangeStore(redis, keys, writer, log, { auditKey, leaseMs, chats }),
    audit: createAuditLog(redis, keys, auditKey, writer),
    intents: createIntents(redis, keys),
    vault: createVault(redis, keys, vaultKey, log),
    health: createHealthStore(redis, keys),
    offers: createOffers(redis, keys, vaultKey),
  };
}
