import type { Redis } from 'ioredis';
import { RecordError, UserError } from '../../errors';
import { type AuditKey, presentKey } from './audit-chain';
import { type AuditWriter, createAuditWriter } from './audit-writer';
import { dueKinds } from './claim-due';
import { type Keys, keysUnder } from './keys';
import { createProver } from './prove-record';
import { reach } from './reach';
import { NewerRecordError, UnreadableRecordError } from './record';
import { createRecordSeal, recordDigest } from './record-seal';
import { runScript } from './scripts';

export interface Installation {
  prefix: string;
  auditKey: AuditKey;
  gateways: readonly string[];
}

/** Which request, who takes it aside, why, and when. */
export interface SettingAside {
  request: string;
  by: string;
  because: string;
  at: number;
}

/**
 * Take a request whose record is not believed out of everything that waits for it: it holds nothing any more and is in
 * no list. Nothing is run or undone for that, and its record is kept. The audit log says who did it and why.
 * @returns why it was not believed, and the name in Redis under which its record is kept
 * @throws UserError when it is believed, or not open
 */
export async function setAside(
  redis: Redis,
  { prefix, auditKey, gateways }: Installation,
  { request, by, because, at }: SettingAside,
): Promise<{ problem: string; kept: string }> {
  const keys = keysUnder(prefix);
  if ((await reach(redis, () => redis.zscore(keys.open, request))) === null) {
    throw new UserError(`No open request is called ${request}.`);
  }
  const json = await readText(redis, keys.request(request));
  const writer = createAuditWriter(redis, keys, auditKey);
  const problem = await findProblem(redis, keys, { auditKey, writer }, request, json);
  const touched = [
    ...[keys.audit, keys.auditHead, keys.auditOf(request)],
    ...[keys.request(request), keys.setAside(request), keys.requests, keys.open],
    ...[keys.due, keys.leases, keys.behind('slack'), keys.behind('teams')],
    ...gateways.flatMap((gateway) => [keys.holding(gateway), keys.waiting(gateway)]),
  ];
  const detail = { because, problem, unbelieved: recordDigest(json ?? '') };
  const draft = { at, actor: by, action: 'request.set-aside', request, detail };
  const { reply } = await writer.write(draft, (entry) =>
    runScript(redis, 'setAside', touched, [...entry, request, json ?? '', ...dueKinds]),
  );
  if (reply[0] === 'written') return { problem, kept: keys.setAside(request) };
  throw new UserError(`The record of ${request} has changed. Nothing was done: look at it again.`);
}

/** Undefined when it is no record at all. */
async function readText(redis: Redis, key: string): Promise<string | undefined> {
  if ((await reach(redis, () => redis.type(key))) !== 'hash') return undefined;
  return (await reach(redis, () => redis.hget(key, 'json'))) ?? '';
}

/** Why it is not believed, as every job finds it. */
async function findProblem(
  redis: Redis,
  keys: Keys,
  { auditKey, writer }: { auditKey: AuditKey; writer: AuditWriter },
  request: string,
  json: string | undefined,
): Promise<string> {
  if (json === undefined) return new UnreadableRecordError(request, 'it is no record').message;
  const seal = createRecordSeal(presentKey(auditKey));
  try {
    await createProver(redis, keys, { auditKey, seal, writer })(request);
  } catch (error) {
    if (error instanceof RecordError && !(error instanceof NewerRecordError)) return error.message;
    throw error;
  }
  throw new UserError(
    `The record of ${request} is the bot's own: settle it in the chat, with the buttons of its card.`,
  );
}
