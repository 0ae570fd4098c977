import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../../approvals/plan';
import type { AuditDraft, AuditEntry } from '../../ports';

/** The newest entry of the log: what the next one is chained to. */
export interface Head {
  seq: number;
  mac: string;
}

export const emptyHead: Head = { seq: 0, mac: '0'.repeat(64) };

/** The entry that follows a head, with its HMAC-SHA-256 over the canonical JSON of all its other fields. */
export function sealEntry(draft: AuditDraft, head: Head, key: Buffer): AuditEntry {
  const bare = { ...draft, seq: head.seq + 1, previous: head.mac };
  // Through JSON once, so that what was sealed is what a reader gets back (no undefined, no dates).
  const plain = JSON.parse(canonicalJson(bare)) as Omit<AuditEntry, 'mac'>;
  return { ...plain, mac: macOf(plain, key) };
}

function macOf(entry: Omit<AuditEntry, 'mac'>, key: Buffer): string {
  return createHmac('sha256', key).update(canonicalJson(entry)).digest('hex');
}

/** Why a stored text is not the entry that must follow this head; undefined when it is. */
export function faultOf(text: string, head: Head, key: Buffer): string | undefined {
  const seq = head.seq + 1;
  let entry: AuditEntry;
  try {
    entry = JSON.parse(text) as AuditEntry;
  } catch {
    return `Entry ${seq} is not readable.`;
  }
  const { mac, ...bare } = entry;
  if (bare.seq !== seq)
    return `Where entry ${seq} must stand there is one that calls itself ${bare.seq}.`;
  if (bare.previous !== head.mac) return `Entry ${seq} does not follow entry ${head.seq}.`;
  if (macOf(bare, key) !== mac)
    return `Entry ${seq} was changed after it was written, or sealed with another key.`;
  // The mac is over canonical JSON, so a second spelling of the same entry would pass it.
  if (canonicalJson(entry) !== text) return `Entry ${seq} was written again in another spelling.`;
  return undefined;
}
