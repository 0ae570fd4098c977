import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { ChangeRequest } from '../../../approvals/request';
import { connect, type RedisRole, whenReady } from '../../../src/adapters/redis/connect';
import { createRecordSeal } from '../../../src/adapters/redis/record-seal';
import { openRecords } from '../../../src/adapters/redis/records';
import type { AuditDraft } from '../../../src/ports/audit';
import type { ChatName } from '../../../src/ports/chat';
import type { Log } from '../../../src/ports/log';
import type { RedisServer } from '../../redis-server';

/** A log that keeps what it was told, for tests that ask what was said. */
export function listeningLog(): Log & { said: string[] } {
  const said: string[] = [];
  const keep = (level: string) => (fields: Record<string, unknown>, message: string) => {
    said.push(`${level} ${message} ${JSON.stringify(fields, textOfErrors)}`);
  };
  return { said, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

function textOfErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.message} ${value.stack}` : value;
}

export const auditKey = randomBytes(32);
export const vaultKey = randomBytes(32);

const opened: { disconnect(): void }[] = [];

export async function connected(server: RedisServer, role: RedisRole = 'worker', log: Log = quiet) {
  const redis = connect(server.url, role, log);
  opened.push(redis);
  await whenReady(redis, 5_000);
  return redis;
}

export function disconnectAll(): void {
  for (const redis of opened.splice(0)) redis.disconnect();
}

export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** The records of a fresh installation, over their own connection. */
export async function freshRecords(
  server: RedisServer,
  options: {
    prefix?: string;
    role?: RedisRole;
    log?: Log;
    leaseMs?: number;
    chats?: readonly ChatName[];
  } = {},
) {
  const prefix = options.prefix ?? `t${randomBytes(6).toString('hex')}`;
  const log = options.log ?? quiet;
  const redis = await connected(server, options.role, log);
  const { leaseMs = 30_000, chats = ['slack', 'teams'] } = options;
  const said = { prefix, auditKey, vaultKey, log, leaseMs, chats };
  return { redis, prefix, ...openRecords(redis, said) };
}

export function requestOf(id: string, change: Partial<ChangeRequest> = {}): ChangeRequest {
  return {
    id,
    version: 1,
    state: 'planning',
    stateSince: 1_000,
    createdAt: 1_000,
    line: 'add-s2s tenant=contoso site=hq',
    operation: 'add-s2s',
    args: { tenant: 'contoso', site: 'hq' },
    gateway: 'gw1',
    tenant: 'contoso',
    risk: 'tenant',
    requester: 'alice',
    home: { chat: 'slack', channel: '#contoso' },
    votes: [],
    run: 0,
    startedRun: 0,
    done: 0,
    gates: [],
    because: 'It was asked.',
    timeline: [],
    due: {},
    ...change,
  };
}

export function auditOf(request: string, action = 'request.moved'): AuditDraft {
  return { at: 1_000, actor: 'alice', action, request, detail: { because: 'a test' } };
}

/** Half of the record is gone. */
export async function damageRecord(redis: Redis, prefix: string, id: string): Promise<void> {
  await redis.hset(`{${prefix}}:request:${id}`, 'json', '{"half": ');
}

/** The record as a later version of the bot would leave it: whole, in a state that this one does not know. */
export async function writeAsNewer(redis: Redis, prefix: string, id: string): Promise<void> {
  const key = `{${prefix}}:request:${id}`;
  const record = JSON.parse((await redis.hget(key, 'json')) ?? '') as ChangeRequest;
  await putRecord(redis, prefix, id, { ...record, state: 'windowed' });
}

/** As the bot would seal it, past the audit log. */
export async function putRecord(
  redis: Redis,
  prefix: string,
  id: string,
  record: Record<string, unknown>,
): Promise<void> {
  const json = JSON.stringify(record);
  const seal = createRecordSeal(auditKey).of(id, json);
  const state = String(record['state']);
  await redis.hset(`{${prefix}}:request:${id}`, 'json', json, 'state', state, 'seal', seal);
}

/** Wait until something holds, at most five seconds. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 5_000) {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come to hold in time.');
    await sleep(10);
  }
}
