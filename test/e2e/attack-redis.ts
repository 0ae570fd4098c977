import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { ChangeRequest, DueKind } from '../../approvals/request';
import type { StreamEntry } from '../../src/adapters/redis/audit-chain';
import { keysUnder } from '../../src/adapters/redis/keys';
import type { AuditEntry } from '../../src/ports/audit';
import { prefix, type Sandbox } from '../../src/sandbox/sandbox';

/* What somebody can do, and see, who reaches the bot's Redis and has no key of the installation. */

const keys = keysUnder(prefix);

/** All fields of a record, as they can be put back later. */
export function copyOf(redis: Redis, id: string): Promise<Record<string, string>> {
  return redis.hgetall(keys.request(id));
}

/** Change the text of a record, and leave the fields beside it as they were. */
export async function rewrite(
  redis: Redis,
  id: string,
  change: (request: ChangeRequest) => object,
): Promise<void> {
  const { json = '' } = await copyOf(redis, id);
  const request = JSON.parse(json) as ChangeRequest;
  await redis.hset(keys.request(id), 'json', JSON.stringify({ ...request, ...change(request) }));
}

/** The record as it was then, among those that are open. */
export async function putBack(
  redis: Redis,
  id: string,
  copy: Record<string, string>,
): Promise<void> {
  const writes = redis.multi().del(keys.request(id)).hset(keys.request(id), copy);
  await writes.zadd(keys.open, 1, id).exec();
}

/** Tell the bot that it is late with that. */
export async function makeDue(redis: Redis, id: string, kind: DueKind): Promise<void> {
  await redis.zadd(keys.due, 1, `${kind} ${id}`);
}

/** The last record again, as the bot left it, of a request that has ended. */
export async function putEnded(
  redis: Redis,
  id: string,
  last: Record<string, string>,
): Promise<void> {
  const writes = redis.multi().del(keys.request(id)).hset(keys.request(id), last);
  for (const kind of ['confirm', 'reminder', 'gates']) writes.zrem(keys.due, `${kind} ${id}`);
  await writes.zrem(keys.open, id).exec();
}

/** The audit log without its last entries, and with a head, lists and a stream that know nothing of them. */
export async function cutTail(redis: Redis, count: number): Promise<void> {
  const newest = (await redis.xrevrange(keys.audit, '+', '-', 'COUNT', count + 1)) as StreamEntry[];
  const [kept, ...cut] = newest.toReversed();
  if (kept === undefined || cut.length < count) throw new Error('the log is too short');
  const [seq] = kept[0].split('-');
  const writes = redis.multi();
  for (const entry of cut) {
    writes.xdel(keys.audit, entry[0]).rpop(keys.auditOf(entryOf(entry).request ?? '-'));
  }
  writes.call('XSETID', keys.audit, kept[0]);
  await writes.hset(keys.auditHead, 'seq', seq ?? '', 'mac', kept[1][3] ?? '').exec();
}

export async function audited(redis: Redis): Promise<Omit<AuditEntry, 'mac'>[]> {
  return ((await redis.xrange(keys.audit, '-', '+')) as StreamEntry[]).map(entryOf);
}

function entryOf([, [, text = '']]: StreamEntry): Omit<AuditEntry, 'mac'> {
  return JSON.parse(text) as Omit<AuditEntry, 'mac'>;
}

/** Every name and every value, in the clear: DUMP would pack what repeats. */
export async function readAll(redis: Redis): Promise<string> {
  const names = await redis.keys('*');
  const values = await Promise.all(names.map((name) => redis.eval(valueOf, 1, name)));
  return [...names, ...values.map((value) => JSON.stringify(value))].join('\n');
}

/** In one piece, because a lock that ends may come back as something else before it is read. */
const valueOf = `
local read = { string = 'GET', hash = 'HGETALL', set = 'SMEMBERS', list = 'LRANGE', zset = 'ZRANGE', stream = 'XRANGE' }
local ends = { LRANGE = { 0, -1 }, ZRANGE = { 0, -1 }, XRANGE = { '-', '+' } }
local command = read[redis.call('TYPE', KEYS[1]).ok]
if not command then return false end
return redis.call(command, KEYS[1], unpack(ends[command] or {}))`;

/** What changed a gateway so far, of all of them: the readings are left out. */
export function changesMade({ gateways, stateDirectory }: Sandbox): string[] {
  return gateways.names.flatMap((name) =>
    readFileSync(join(stateDirectory, `${name}.journal`), 'utf8')
      .split('\n')
      .filter((line) => / begin (?!Get-)/.test(line))
      .map((line) => `${name} ${line}`),
  );
}

/** The newest entry of the audit, as the bot prints it. */
export async function endOfAudit(redis: Redis): Promise<string> {
  return (await redis.hmget(keys.auditHead, 'seq', 'mac')).join(':');
}
