import type { ChangeRequest } from '../../approvals/request';
import { sentences } from '../messages/sentences';
import { around, type Said, type Sayable, together } from '../said';
import { type Standing, standing } from '../../approvals/standing';
import { callTrouble } from './calls';
import { moveTo, note } from './move';
import { type Seen, seenOf } from './operations';
import type { WorkerParts } from './parts';
import { problemOf } from './plan';
import { looksOf } from './read-again';

/** Where a plan stands, and what else the same reading shows. */
export type Found = Standing & { seen: Seen };

export type Sight = Found | { kind: 'unreadable'; problem: Said };

/** Read the gateway and say where the plan stands on it. */
export async function look(parts: WorkerParts, request: ChangeRequest): Promise<Sight> {
  const { plan } = request;
  if (plan === undefined) throw new Error(`${request.id} has no plan to compare with.`);
  try {
    const seen = await seenOf(parts, request);
    return { ...standing(plan, seen.state), seen };
  } catch (error) {
    parts.log.warn({ request: request.id, err: error }, 'the gateway could not be read');
    // Whatever the reason, nothing is known then; a request must never hang on a reading that throws.
    return { kind: 'unreadable', problem: problemOf(parts, request, error) };
  }
}

const firstPauseMs = 250;
const longestPauseMs = 2_000;

/**
 * Look until the gateway shows what was accepted there. A reading right after a cmdlet may lag behind it (runbook 0.4),
 * so anything else counts only once the settling time is over; a failed reading is given back at once.
 */
export async function lookUntil(
  parts: WorkerParts,
  request: ChangeRequest,
  isThere: (found: Found) => boolean,
): Promise<Sight> {
  const end = parts.clock.wall() + parts.settings.settleMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const found = await look(parts, request);
    if (found.kind === 'unreadable' || isThere(found)) return found;
    const left = end - parts.clock.wall();
    if (left <= 0) return found;
    await parts.clock.sleep(Math.min(pause, left));
  }
}

function whatIsFound(request: ChangeRequest, found: Sight): Said {
  return found.kind === 'unreadable'
    ? around(found.problem, sentences.foundUnreadable)
    : { sentence: sentences.found(request, found) };
}

/** Leave it to a person, with what the reading found. */
export async function stick(
  parts: WorkerParts,
  request: ChangeRequest,
  found: Sight,
  why: Sayable = '',
  as: 'stuck' | 'unknown' = 'stuck',
): Promise<void> {
  const now = parts.clock.now();
  const looks = as === 'unknown' ? looksOf(parts, request, now) : [];
  const because = together(why, whatIsFound(request, found), sentences.looksAgain(looks, now));
  const [first] = looks;
  await moveTo(parts, request, as, {
    by: 'mtgw',
    because,
    change: { found: found.kind, due: first === undefined ? {} : { look: first } },
    say: { sentence: because, tone: 'bad', calls: callTrouble(parts, request) },
  });
}

/** A new reading for a request that a person must settle. It moves nothing. */
export async function lookAgain(parts: WorkerParts, request: ChangeRequest): Promise<void> {
  const found = await look(parts, request);
  const now = parts.clock.now();
  // Only what is due comes by itself; a stuck change is read when somebody asks.
  const looks =
    request.due.look === undefined
      ? []
      : looksOf(parts, request, request.stateSince).filter((at) => at > now);
  const because = together(whatIsFound(request, found), sentences.looksAgain(looks, now));
  const [next] = looks;
  await note(parts, request, 'reading.taken', {
    by: 'mtgw',
    because,
    change: { found: found.kind, due: next === undefined ? {} : { look: next } },
    say: { sentence: because },
  });
}
