import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../../approvals/plan';
import type { AuditDraft, AuditEntry } from '../../ports';

/** The newest entry of the log: what the next one is chained to. */
export interface Head {
  seq: number;
  mac: string;
}

export const emptyHead: Head = { seq: 0, mac: '0'.repeat(64) };

/**
 * An entry as it is stored: the canonical JSON of all its fields but the mac, beside the mac over exactly that
 * text. So a second spelling of the same entry is found too.
 */
export interface SealedEntry extends Head {
  text: string;
}

/** How Redis gives it back: `e` is the text, `m` the mac, `w` the mark of the write that made it. */
export type StreamEntry = [id: string, fields: string[]];

/** The entry that follows a head, with its HMAC-SHA-256. */
export function sealEntry(
  draft: AuditDraft,
  head: Head,
  key: Buffer,
  seq = head.seq + 1,
): SealedEntry {
  const text = canonicalJson({ ...draft, seq, previous: head.mac });
  return { seq, text, mac: macOf(text, key) };
}

function macOf(text: string, key: Buffer): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** @throws SyntaxError when the text was damaged */
export function readEntry(text: string, mac: string): AuditEntry {
  return { ...(JSON.parse(text) as Omit<AuditEntry, 'mac'>), mac };
}

/** Why what stands in an entry's place is not what was written there; else the entry. */
export function entryAt(
  seq: number,
  text: string,
  mac: string,
  key: Buffer,
): { entry: AuditEntry; fault?: never } | { fault: string } {
  let entry: AuditEntry;
  try {
    entry = readEntry(text, mac);
  } catch {
    return { fault: `Entry ${seq} is not readable.` };
  }
  if (entry.seq !== seq) {
    return { fault: `Where entry ${seq} must stand there is one that calls itself ${entry.seq}.` };
  }
  if (macOf(text, key) !== mac) {
    return {
      fault: `Entry ${seq} was changed after it was written, or sealed with another key.`,
    };
  }
  return { entry };
}
