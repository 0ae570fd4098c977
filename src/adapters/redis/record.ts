import { type ChangeRequest, legalMoves } from '../../../approvals/request';

/** A record in Redis that is not what was written there. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
  readonly request: string;
  constructor(request: string, why: string) {
    super(
      `The record of ${request} cannot be read: ${why}. ` +
        'Somebody or something else wrote to Redis. Restore it from a backup; the audit log shows what was done.',
    );
    this.request = request;
  }
}

/** The three fields of a record's hash that a reader needs. */
export type StoredRecord = readonly (string | null | undefined)[];

/**
 * @returns undefined when there is no such record
 * @throws UnreadableRecordError when it is not a request, or not the one that its version and state say
 */
export function readRecord(
  id: string,
  [json, version, state]: StoredRecord,
): ChangeRequest | undefined {
  if (json == null && version == null && state == null) return undefined;
  let found: Partial<ChangeRequest> | null;
  try {
    found = JSON.parse(json ?? '') as Partial<ChangeRequest> | null;
  } catch {
    throw new UnreadableRecordError(id, 'it is not JSON');
  }
  if (found === null || typeof found !== 'object')
    throw new UnreadableRecordError(id, 'it is not a request');
  if (found.id !== id) throw new UnreadableRecordError(id, 'it is the record of another request');
  if (found.state === undefined || !(found.state in legalMoves)) {
    throw new UnreadableRecordError(id, 'it stands in no known state');
  }
  if (String(found.version) !== version || found.state !== state) {
    throw new UnreadableRecordError(
      id,
      'its version or state is not the one that was written last',
    );
  }
  const whole =
    Array.isArray(found.votes) &&
    Array.isArray(found.timeline) &&
    Array.isArray(found.gates) &&
    typeof found.due === 'object' &&
    typeof found.gateway === 'string';
  if (!whole) throw new UnreadableRecordError(id, 'parts of it are missing');
  return found as ChangeRequest;
}
