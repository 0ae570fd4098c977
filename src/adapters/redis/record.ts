import { type ChangeRequest, legalMoves } from '../../../approvals/request';
import { RecordError } from '../../errors';
import type { RecordSeal } from './record-seal';

/** A record in Redis that is not what was written there. */
export class UnreadableRecordError extends RecordError {
  override readonly name = 'UnreadableRecordError';
  constructor(request: string, why: string) {
    super(
      `The record of ${request} cannot be read: ${why}. ` +
        'Somebody or something else wrote to Redis. Restore it from a backup; the audit log shows what was done.',
      request,
    );
  }
}

/** A record that a later version of the bot wrote, while processes of both are running. */
export class NewerRecordError extends RecordError {
  override readonly name = 'NewerRecordError';
  constructor(request: string, state: string) {
    super(
      `The record of ${request} is of a newer version of mtgw: this one does not know the state "${state}". ` +
        'It is left as it is. Bring every process of the bot to the newest version.',
      request,
    );
  }
}

/** The fields of a record's hash that a reader needs, in the order that it takes them. */
export const recordFields = ['json', 'version', 'state', 'seal'] as const;
export type StoredRecord = readonly (string | null | undefined)[];

/**
 * @returns undefined when there is no such record
 * @throws UnreadableRecordError when it is not a request, not the one that its version and state say, or not written by
 * the bot; NewerRecordError when it is whole, in a state that only a later version knows
 */
export function readRecord(
  id: string,
  [json, version, state, sealed]: StoredRecord,
  seal: RecordSeal,
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
  // As every version writes a state; anything else is damage.
  if (typeof found.state !== 'string' || !/^[a-z][a-z-]*$/.test(found.state)) {
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
  if (!seal.holds(id, json ?? '', sealed)) {
    throw new UnreadableRecordError(
      id,
      'it was not written by the bot, or under another audit key',
    );
  }
  if (!Object.hasOwn(legalMoves, found.state)) throw new NewerRecordError(id, found.state);
  return found as ChangeRequest;
}
