import type { ChatName } from '../../src/ports/chat';
import type { MakeRecords, SeenRecords } from '../adapters/records-under-test';
import { memoryAudit } from './memory-audit';
import { memoryIntents } from './memory-intents';
import { memoryStore } from './memory-store';
import { memoryVault } from './memory-vault';

const both: readonly ChatName[] = ['slack', 'teams'];

/** The records of one installation in memory, on this machine's clock: every process sees the same. */
export async function memoryRecords({
  leaseMs = 30_000,
  chats = both,
}: Parameters<MakeRecords>[0] = {}): ReturnType<MakeRecords> {
  const audit = memoryAudit(Buffer.alloc(32, 1));
  const intents = memoryIntents();
  const { spoil, lapseClaims, ageTurns, ...store } = memoryStore(audit, intents, {
    leaseMs,
    chats,
    wall: Date.now,
  });
  const records: SeenRecords = {
    audit,
    store,
    intents,
    vault: memoryVault(Date.now),
  };
  return { ...records, spoil, lapseClaims, ageTurns, another: async () => records };
}
