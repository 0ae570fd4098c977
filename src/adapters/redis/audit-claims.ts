import type { AuditEntry } from '../../ports';

/** What entries of the log say of requests, for whoever compares the records with it. */
export interface Claims {
  /** The last write of each request's record. */
  written: Map<string, { seq: number; digest: string }>;
  /** Whose request's beginning is among the entries, so that its votes must be too. */
  created: Set<string>;
  /** By request and person, the plan that the person's own entry votes for. */
  votes: Map<string, Map<string, unknown>>;
  /** The first approval that names somebody who has no such entry. */
  unvoted: { seq: number; sentence: string } | undefined;
}

export function noClaims(): Claims {
  return { written: new Map(), created: new Set(), votes: new Map(), unvoted: undefined };
}

/** Go on by one entry that is as it was written. */
export function takeClaims(claims: Claims, { seq, action, actor, request, detail }: AuditEntry) {
  if (request === undefined) return;
  const { record, choice, fingerprint } = detail;
  if (typeof record === 'string') claims.written.set(request, { seq, digest: record });
  switch (action) {
    case 'request.created':
      claims.created.add(request);
      return;
    case 'vote.cast': {
      const votes = claims.votes.get(request) ?? new Map<string, unknown>();
      claims.votes.set(request, votes.set(actor, choice === 'approve' ? fingerprint : undefined));
      return;
    }
    case 'vote.withdrawn':
      claims.votes.get(request)?.delete(actor);
      return;
    case 'request.approved': {
      if (!claims.created.has(request) || !Array.isArray(detail['votes'])) return;
      const votes = claims.votes.get(request);
      const named = detail['votes'] as string[];
      const forged = named.find((person) => !isFor(votes?.get(person), fingerprint));
      if (forged === undefined) return;
      claims.unvoted ??= {
        seq,
        sentence: `Entry ${seq} says that ${forged} approved ${request}, and no entry before it is that vote.`,
      };
      return;
    }
    default:
      return;
  }
}

function isFor(voted: unknown, fingerprint: unknown): boolean {
  return typeof voted === 'string' && voted === fingerprint;
}
