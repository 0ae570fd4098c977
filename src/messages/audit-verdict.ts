import type { AuditVerdict } from '../ports/audit';
import { plural } from './words';

/** What a look at the audit trail found: that it holds, where it does not and what to do, which breaks were sealed. */
export function auditVerdict({
  ok,
  entries,
  problem,
  archived,
  sealed = [],
}: AuditVerdict): string {
  if (!ok && problem?.record === true) {
    return `The audit trail is not true to a record: ${problem.sentence} Nothing of that request is run or undone. Find out who can write to Redis; bring the record back from a copy of Redis, or end the change by hand on the gateway.`;
  }
  if (!ok) {
    return `The audit trail does not hold at entry ${problem?.seq}: ${problem?.sentence} Find out what happened and keep a copy of Redis; then, to go on from there, say on the bot's host: mtgw audit seal --because "..."`;
  }
  const count = plural(entries, 'entry', 'entries');
  const before =
    archived === undefined
      ? ''
      : ` Entries 1 to ${archived} are archived: mtgw audit verify --archive FILE proves those too.`;
  if (sealed.length === 0) {
    return `The audit trail is whole: ${count}, none changed, none missing.${before}`;
  }
  const seals = sealed.map(({ seq, at, by, because, sentence }) => {
    const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
    return `Entry ${seq}: ${sentence} Sealed by ${by}, ${when} UTC: ${because}`;
  });
  const breaks = plural(sealed.length, 'break that was sealed', 'breaks that were sealed');
  return [`The audit trail holds: ${count}, but for ${breaks}.${before}`, ...seals].join('\n');
}

/** The newest entry, for whoever keeps it where Redis is not. */
export function trailsEnd({ seq, mac }: { seq: number; mac: string }): string {
  return `It ends at entry ${seq}. Keep this where Redis is not, and ask later whether the trail still holds it: mtgw audit verify --from ${seq}:${mac}`;
}

/** What a look at the archive files found. */
export function archiveVerdict({
  through,
  requests,
  problem,
}: {
  through: number;
  requests: number;
  problem?: string;
}): string {
  if (problem !== undefined) return `The archive does not hold behind entry ${through}: ${problem}`;
  return `The archive holds: entries 1 to ${through}, and ${plural(requests, 'request')} that ended.`;
}
