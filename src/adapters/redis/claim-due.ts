import type { Redis } from 'ioredis';
import type { DueKind } from '../../../approvals/request';
import { RecordError } from '../../errors';
import type { Keys } from './keys';
import { reach } from './reach';
import type { RequestReader } from './read-requests';
import { NewerRecordError } from './record';
import { runScript } from './scripts';

/** So many due times at most are claimed at once; the next tick claims the rest. */
const claimAtOnce = 200;

/** Another kind is of a newer version of the bot, whose processes see to it. */
const known: Record<DueKind, true> = {
  planning: true,
  warning: true,
  call: true,
  expiry: true,
  reminder: true,
  confirm: true,
  gates: true,
  look: true,
};
export const dueKinds = Object.keys(known);

/**
 * Claim what is due by `now`, and hand out what this process can act on. The claim on a newer version's record is
 * given back at once, for a process that knows it; a damaged record rests until its claim lapses.
 */
export async function claimDueTimes(
  redis: Redis,
  keys: Keys,
  requests: RequestReader,
  { now, leaseMs }: { now: number; leaseMs: number },
): Promise<{ id: string; kind: DueKind }[]> {
  const said = [now, leaseMs, claimAtOnce, ` ${dueKinds.join(' ')} `];
  const [lease = '', ...members] = (await reach(redis, () =>
    runScript(redis, 'claimDue', [keys.due, keys.leases], said),
  )) as string[];
  const claims = members.map((member) => {
    const [kind = '', id = ''] = member.split(' ', 2);
    return { member, id, kind: kind as DueKind };
  });
  const found = await requests.readEach(claims.map(({ id }) => id));
  const newer = claims.filter((_, i) => found[i] instanceof NewerRecordError);
  if (newer.length > 0) {
    const back = newer.map(({ member }) => member);
    await reach(redis, () => runScript(redis, 'giveBackDue', [keys.leases], [lease, ...back]));
  }
  return claims.flatMap(({ id, kind }, i) => (found[i] instanceof RecordError ? [] : { id, kind }));
}
