import type { Redis } from 'ioredis';
import { reach } from './reach';

const wanted: Record<string, { value: string; because: string }> = {
  appendonly: { value: 'yes', because: 'without it a restart forgets approved changes' },
  appendfsync: {
    value: 'always',
    because: 'otherwise a power cut takes back what was acknowledged',
  },
  'maxmemory-policy': {
    value: 'noeviction',
    because: 'otherwise a full memory drops records silently',
  },
};

/** A replica that is well answers in a few milliseconds. Shorter than the patience of a chat's command. */
const replicasWithinMs = 1_000;

/**
 * Why this Redis could lose changes, one sentence each; none when it is safe. A setting that the server does
 * not let be read counts as a finding, because nobody knows.
 * @throws UnavailableError
 */
export async function findDurabilityGaps(redis: Redis): Promise<string[]> {
  const findings: string[] = [];
  const info = await reach(redis, () => redis.info());
  const version = /^redis_version:(\d+)\.(\d+)/m.exec(info);
  if (!version || Number(version[1]) * 100 + Number(version[2]) < 602) {
    findings.push('The server is older than Redis 6.2, which BullMQ needs.');
  }
  if (/^role:slave/m.test(info))
    findings.push('The server is a replica: it takes no writes of its own.');
  if (/^aof_last_write_status:err/m.test(info)) {
    findings.push('The server failed to write its append-only file: look at its disk.');
  }
  const behind = await findBehind(redis, Number(/^connected_slaves:(\d+)/m.exec(info)?.[1] ?? 0));
  if (behind !== undefined) findings.push(behind);
  for (const [setting, { value, because }] of Object.entries(wanted)) {
    const is = await readSetting(redis, setting);
    if (is === undefined) {
      findings.push(`The server does not tell its ${setting}. It must be ${value}: ${because}.`);
    } else if (is !== value) {
      findings.push(`${setting} is ${is}. Set it to ${value}: ${because}.`);
    }
  }
  return findings;
}

/**
 * A failover to a replica forgets what that one has not got: a change that is under way would count as queued again.
 * All that this connection wrote must be on all of them.
 */
async function findBehind(redis: Redis, replicas: number): Promise<string | undefined> {
  if (replicas === 0) return undefined;
  const have = await reach(redis, () => redis.wait(replicas, replicasWithinMs));
  if (have >= replicas) return undefined;
  return `${have} of ${replicas} replicas have what was written last: a failover now would forget it. Mend the replica, or take it away.`;
}

/** Undefined where CONFIG is forbidden or unknown, as managed servers do. */
async function readSetting(redis: Redis, setting: string): Promise<string | undefined> {
  const answer = await reach(redis, () => redis.config('GET', setting).catch(untold));
  return Array.isArray(answer) && typeof answer[1] === 'string' ? answer[1] : undefined;
}

function untold(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ReplyError') return undefined;
  throw error;
}
