import type { AuditEntry } from '../../ports/audit';

/** What entries of the log say of requests, for whoever compares the records with it. */
export interface Claims {
  /** The last write of each request's record. */
  written: Map<string, LastWrite>;
  /** The first write that was not made from the one before it: an older copy had been put back. */
  forked: { seq: number; sentence: string } | undefined;
  /** The newest break of the log that these entries are on both sides of: what was lost there cannot be compared. */
  gap: number;
  /** Whose request's beginning is among the entries, so that its votes must be too. */
  created: Set<string>;
  /** By request and person, the plan that the person's own entry votes for. */
  votes: Map<string, Map<string, unknown>>;
  /** The first approval that names somebody who has no such entry. */
  unvoted: { seq: number; sentence: string } | undefined;
}

export interface LastWrite {
  seq: number;
  digest: string;
  /** Every write since the request was made followed from the one before, and all of them were seen. */
  whole: boolean;
}

/** Where a walk of the log begins: before its first entry nothing is said of any request. */
export function noClaims(): Claims {
  return {
    written: new Map(),
    forked: undefined,
    gap: 0,
    created: new Set(),
    votes: new Map(),
    unvoted: undefined,
  };
}

/** Go on by one entry that is as it was written. */
export function takeClaims(claims: Claims, { seq, action, actor, request, detail }: AuditEntry) {
  if (request === undefined) return;
  const { record, choice, fingerprint } = detail;
  if (typeof record === 'string') takeWrite(claims, request, { seq, record, was: detail['was'] });
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

/** Each write names the record that it was made from, so that one over an older copy is seen for ever after. */
function takeWrite(
  claims: Claims,
  request: string,
  { seq, record, was }: { seq: number; record: string; was: unknown },
): void {
  const before = claims.written.get(request);
  // A request that is made: only the bot's own creating writes no `was`, and never over one that is there.
  if (was === undefined) {
    claims.written.set(request, { seq, digest: record, whole: true });
    return;
  }
  const isLost = (before?.seq ?? 0) < claims.gap;
  const follows = was === before?.digest;
  if (before !== undefined && !follows && !isLost) {
    claims.forked ??= {
      seq,
      sentence: `Entry ${seq} goes on from an older record of ${request}, which had been put back.`,
    };
  }
  const whole = isLost || (follows && (before?.whole ?? false));
  claims.written.set(request, { seq, digest: record, whole });
}

function isFor(voted: unknown, fingerprint: unknown): boolean {
  return typeof voted === 'string' && voted === fingerprint;
}
