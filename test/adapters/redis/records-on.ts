import type { RedisServer } from '../../redis-server';
import type { MakeRecords } from '../records-under-test';
import { freshRecords } from './fixture';

/** The records of a fresh installation in Redis, and of more processes over connections of their own. */
export async function recordsOn(
  server: RedisServer,
  options: Parameters<MakeRecords>[0] = {},
): ReturnType<MakeRecords> {
  const records = await freshRecords(server, options);
  const { prefix } = records;
  return { ...records, another: () => freshRecords(server, { prefix, ...options }) };
}
