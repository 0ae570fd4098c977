import { readHead } from '../adapters/redis/audit-writer';
import type { connect } from '../adapters/redis/connect';
import { keysUnder } from '../adapters/redis/keys';
import type { Log } from '../ports/log';
import { repeat } from './repeat';

const everyMs = 60_000;

/**
 * The end of the audit trail goes into the log each minute, where it was moved: a copy that Redis does not hold. Who cuts
 * the trail, or takes back all of Redis, is found by `mtgw audit verify --from`.
 */
export function logTrailsEnd(
  redis: ReturnType<typeof connect>,
  prefix: string,
  log: Log,
  every = everyMs,
) {
  const keys = keysUnder(prefix);
  let told = 0;
  const tell = async () => {
    const { seq, mac } = await readHead(redis, keys);
    if (seq !== told) log.info({ entry: `${seq}:${mac}` }, 'the audit trail ends here');
    told = seq;
  };
  return repeat(every, tell, log);
}
