import type { Redis } from 'ioredis';
import { UserError } from '../../errors';
import { type AuditKey, emptyHead, presentKey } from './audit-chain';
import { createAuditLog } from './audit-log';
import { isSealedAway } from './audit-seals';
import { type Examination, examineAudit } from './audit-verify';
import { createAuditWriter } from './audit-writer';
import { type Keys, keysUnder } from './keys';
import { reach } from './reach';
import { createRecordSeal, recordDigest } from './record-seal';
import { runScript } from './scripts';
import { resealSecrets } from './reseal-secrets';

export interface NewKeys {
  prefix: string;
  /** The new one, and behind it those that it replaces. */
  auditKey: AuditKey;
  /** Exactly 32 bytes each; newest first. */
  vaultKeys: readonly [now: Buffer, ...before: Buffer[]];
}

export interface Replaced {
  /** How many requests and sealed values are under the new keys now that were not before. */
  requests: number;
  secrets: number;
  /** Requests that are not believed, and stay as they are. */
  left: string[];
}

/**
 * Put everything under new keys: an entry of the audit log says so, and behind it the old key counts for nothing; then
 * each request that the log proves is sealed anew, and each sealed value. May be done again where it was interrupted.
 * Nothing of the bot may run meanwhile.
 * @throws UserError when the audit trail does not hold under the keys that were given
 */
export async function replaceKeys(
  redis: Redis,
  { prefix, auditKey, vaultKeys }: NewKeys,
  by: { actor: string; at: number },
): Promise<Replaced> {
  const keys = keysUnder(prefix);
  const found = await examineAudit(redis, keys, auditKey, emptyHead);
  if (found.problem !== undefined) {
    const { seq, sentence } = found.problem;
    throw new UserError(
      `No key was replaced, because the audit trail does not hold at entry ${seq}: ${sentence} Is the key of before in MTGW_AUDIT_KEY_OLD?`,
    );
  }
  const writer = createAuditWriter(redis, keys, auditKey);
  const log = createAuditLog(redis, keys, auditKey, writer);
  await log.append({ at: by.at, actor: by.actor, action: 'audit.rekeyed', detail: {} });
  const { requests, left } = await sealRequests(redis, keys, auditKey, found);
  return { requests, left, secrets: await resealSecrets(redis, keys, vaultKeys) };
}

async function sealRequests(
  redis: Redis,
  keys: Keys,
  auditKey: AuditKey,
  { walk, anchors, seals }: Examination,
): Promise<{ requests: number; left: string[] }> {
  const before = Buffer.isBuffer(auditKey) ? [] : auditKey.slice(1).map(createRecordSeal);
  const now = createRecordSeal(presentKey(auditKey));
  const left: string[] = [];
  let requests = 0;
  for (const { request, seq, json, isSealed } of anchors) {
    if (isSealed) continue;
    const stored = await reach(redis, () => redis.hget(keys.request(request), 'seal'));
    const isOld = before.some((seal) => seal.holds(request, json, stored));
    // The newest of its request, as far as the log goes: an older copy must not become a true one.
    const last = walk.claims.written.get(request);
    const isLast =
      last === undefined
        ? isSealedAway(seals, seq)
        : last.whole && last.digest === recordDigest(json);
    const words = [json, now.of(request, json)];
    const sealed =
      isOld &&
      isLast &&
      (await reach(redis, () => runScript(redis, 'sealAnew', [keys.request(request)], words)));
    if (sealed === 1) requests += 1;
    else left.push(request);
  }
  return { requests, left };
}
