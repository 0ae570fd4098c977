import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What shows that the bot wrote a record, and not somebody who can write to Redis. */
export interface RecordSeal {
  /** HMAC-SHA-256 over the request's id and the stored text, in hex. */
  of(id: string, json: string): string;
  holds(id: string, json: string, seal: string | null | undefined): boolean;
}

/**
 * Under a key of its own, made from the audit key: a seal of one kind is never taken for one of the other.
 * @param auditKey at least 32 bytes
 */
export function createRecordSeal(auditKey: Buffer): RecordSeal {
  const key = createHmac('sha256', auditKey).update('mtgw: records').digest();
  const of = (id: string, json: string) =>
    createHmac('sha256', key).update(`${id}\n${json}`).digest('hex');
  return {
    of,
    holds(id, json, seal) {
      const [expected, found] = [Buffer.from(of(id, json)), Buffer.from(seal ?? '')];
      return expected.length === found.length && timingSafeEqual(expected, found);
    },
  };
}

/** SHA-256 over the stored text: the audit entry of each write names it, so an older copy put back is found too. */
export function recordDigest(json: string): string {
  return createHash('sha256').update(json).digest('hex');
}
