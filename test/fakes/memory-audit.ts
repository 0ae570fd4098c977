import {
  emptyHead,
  entryAt,
  type Head,
  readEntry,
  type SealedEntry,
  sealEntry,
} from '../../src/adapters/redis/audit-chain';
import type { AuditDraft, AuditEntry, AuditLog } from '../../src/ports/audit';

/** The chain itself, for those that write an entry along with something else. */
export interface MemoryChain {
  write(draft: AuditDraft): AuditEntry;
}

/** The audit log of one installation, sealed and verified by the rules of the real one. */
export function memoryAudit(key: Buffer): AuditLog & MemoryChain {
  const sealed: SealedEntry[] = [];
  const entries: AuditEntry[] = [];
  let head: Head = emptyHead;

  const write = (draft: AuditDraft) => {
    const entry = sealEntry(draft, head, key);
    sealed.push(entry);
    head = entry;
    const read = readEntry(entry.text, entry.mac);
    entries.push(read);
    return read;
  };

  return {
    write,
    append: async (draft) => write(draft),
    async read({ request, from, limit } = {}) {
      const wanted = entries.filter(
        (entry) => entry.seq >= (from ?? 0) && (request === undefined || entry.request === request),
      );
      if (limit === undefined) return wanted;
      return from === undefined ? wanted.slice(-limit) : wanted.slice(0, limit);
    },
    async verify() {
      let at = emptyHead;
      for (const entry of sealed) {
        const seq = at.seq + 1;
        const found = entryAt(seq, entry.text, entry.mac, key);
        const fault =
          found.fault ??
          (found.entry.previous === at.mac
            ? undefined
            : `Entry ${seq} does not follow the one before.`);
        if (fault !== undefined) {
          return { entries: at.seq, ok: false, problem: { seq, sentence: fault } };
        }
        at = entry;
      }
      return { entries: at.seq, ok: true };
    },
  };
}
