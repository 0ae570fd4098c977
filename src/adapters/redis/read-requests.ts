import type { Redis } from 'ioredis';
import type { ChangeRequest } from '../../../approvals/request';
import { RecordError } from '../../errors';
import type { Log } from '../../ports/log';
import type { Keys } from './keys';
import { reach } from './reach';
import { readRecord, recordFields, type StoredRecord, UnreadableRecordError } from './record';
import type { RecordSeal } from './record-seal';

export interface RequestReader {
  /** @throws RecordError */
  read(id: string): Promise<ChangeRequest | undefined>;
  /** In that order. What is not there is undefined, what cannot be used is the error, and is said once. */
  readEach(ids: string[]): Promise<(ChangeRequest | RecordError | undefined)[]>;
  /** Those that are there and can be used, so that one bad record does not stop all the others. */
  readUsable(ids: string[]): Promise<ChangeRequest[]>;
}

/** Reads requests by their ids. Lists are read every second: a bad record is said when it is met, not each time. */
export function createRequestReader(
  redis: Redis,
  keys: Keys,
  seal: RecordSeal,
  log: Log,
): RequestReader {
  const said = new Map<string, string>();

  const sayOnce = (fault: RecordError) => {
    if (said.get(fault.request) === fault.message) return;
    said.set(fault.request, fault.message);
    log.error({ request: fault.request, err: fault }, fault.message);
  };

  function readOne(id: string, error: Error | null, found: unknown) {
    try {
      if (error) throw new UnreadableRecordError(id, 'it is no record at all');
      const request = readRecord(id, found as StoredRecord, seal);
      said.delete(id);
      return request;
    } catch (fault) {
      if (!(fault instanceof RecordError)) throw fault;
      sayOnce(fault);
      return fault;
    }
  }

  async function readEach(ids: string[]) {
    if (ids.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const id of ids) pipeline.hmget(keys.request(id), ...recordFields);
    const answers = (await reach(redis, async () => await pipeline.exec())) ?? [];
    return answers.map(([error, found], i) => readOne(ids[i] ?? '', error, found));
  }

  return {
    read: async (id) =>
      readRecord(
        id,
        await reach(redis, () => redis.hmget(keys.request(id), ...recordFields)),
        seal,
      ),
    readEach,
    readUsable: async (ids) =>
      (await readEach(ids)).flatMap((found) =>
        found === undefined || found instanceof RecordError ? [] : [found],
      ),
  };
}
