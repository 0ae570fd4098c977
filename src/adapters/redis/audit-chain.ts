import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../../approvals/plan';
import type { AuditDraft, AuditEntry } from '../../ports/audit';

/** The newest entry of the log: what the next one is chained to. */
export interface Head {
  seq: number;
  mac: string;
}

export const emptyHead: Head = { seq: 0, mac: '0'.repeat(64) };

/**
 * What a trail is written under: a key of at least 32 bytes; with keys that were replaced behind it, newest first. Those
 * show that older entries are as they were written, and nothing is written or believed under them any more.
 */
export type AuditKey = Buffer | readonly [now: Buffer, ...before: Buffer[]];

/** The one that is written under now. */
export function presentKey(key: AuditKey): Buffer {
  return Buffer.isBuffer(key) ? key : key[0];
}

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
  key: AuditKey,
  seq = head.seq + 1,
): SealedEntry {
  const text = canonicalJson({ ...draft, seq, previous: head.mac });
  return { seq, text, mac: macOf(text, presentKey(key)) };
}

function macOf(text: string, key: Buffer): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** @throws SyntaxError when the text was damaged */
export function readEntry(text: string, mac: string): AuditEntry {
  return { ...(JSON.parse(text) as Omit<AuditEntry, 'mac'>), mac };
}

/**
 * Why what stands in an entry's place is not what was written there; else the entry, and how many times its key was
 * replaced since.
 */
export function entryAt(
  seq: number,
  text: string,
  mac: string,
  key: AuditKey,
): { entry: AuditEntry; age: number; fault?: never } | { fault: string } {
  let entry: AuditEntry;
  try {
    entry = readEntry(text, mac);
  } catch {
    return { fault: `Entry ${seq} is not readable.` };
  }
  if (entry.seq !== seq) {
    return { fault: `Where entry ${seq} must stand there is one that calls itself ${entry.seq}.` };
  }
  const all = Buffer.isBuffer(key) ? [key] : key;
  const age = all.findIndex((one) => macOf(text, one) === mac);
  if (age < 0) {
    return {
      fault: `Entry ${seq} was changed after it was written, or sealed with another key.`,
    };
  }
  return { entry, age };
}
