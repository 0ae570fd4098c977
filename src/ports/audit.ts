export interface AuditDraft {
  at: number;
  /** A person's id, or 'mtgw'. */
  actor: string;
  /** What happened: 'request.approved', 'vote.cast', 'secret.revealed' ... */
  action: string;
  request?: string;
  /** Plain data without secrets. */
  detail: Record<string, unknown>;
}

export interface AuditEntry extends AuditDraft {
  seq: number;
  /** HMAC of the entry before; 64 zeros for the first. */
  previous: string;
  /** HMAC-SHA-256 over the canonical JSON of all the other fields. */
  mac: string;
}

export interface AuditVerdict {
  entries: number;
  ok: boolean;
  /** The first entry that does not hold, and why; `record`: the log holds, a request's record is not as it says. */
  problem?: { seq: number; sentence: string; record?: true };
  /** Entries before this one, and it, were moved to the archive. */
  archived?: number;
  /** Breaks that a person has sealed, by the entries that say so: it holds but for these. */
  sealed?: { seq: number; at: number; by: string; because: string; sentence: string }[];
}

export interface AuditLog {
  append(draft: AuditDraft): Promise<AuditEntry>;
  /** Newest last. `from` is a sequence number; with it `limit` counts from there on, without it from the end. */
  read(filter?: { request?: string; from?: number; limit?: number }): Promise<AuditEntry[]>;
  verify(): Promise<AuditVerdict>;
}
