import type { ChangeRequest, RequestState } from '../../approvals/request';
import { RefusedError, UserError } from '../errors';
import { sentences } from '../messages/sentences';
import { stateLabel } from '../messages/state-label';
import { callAsker } from './calls';
import { confirmDue } from './confirm-due';
import { dispatch } from './enqueue';
import { mayStillRun } from './read-again';
import { moveTo, note } from './move';
import type { Records } from './parts';

/** What people may do to a request besides voting. Each throws UserError with what is in the way. */

/** Whoever asked, or may vote on it, may steer it. */
export function requireSteer(parts: Records, request: ChangeRequest, person: string): void {
  const groups = parts.people.groupsOf(person) ?? [];
  const lists = request.policy?.requesters ?? [];
  const may =
    person === request.requester ||
    (lists.length > 0 && lists.every((list) => list.some((group) => groups.includes(group)))) ||
    (request.policy?.approvers.some(({ group }) => groups.includes(group)) ?? false);
  if (!may) {
    throw new RefusedError(
      'steer',
      `${request.id} is not yours to steer: it takes ${request.requester}, an engineer who may ask for it, or an approver.`,
    );
  }
}

function refuse(request: ChangeRequest, what: string): UserError {
  return new UserError(`${request.id} is ${stateLabel(request.state).toLowerCase()}: ${what}`);
}

/** It ends when nothing has run; else it is taken back, after the present step when it runs now. */
export async function cancel(
  parts: Records,
  request: ChangeRequest,
  person: string,
): Promise<ChangeRequest> {
  requireSteer(parts, request, person);
  const because = sentences.cancelled(person);
  if (['planning', 'pending', 'approved', 'queued'].includes(request.state)) {
    return moveTo(parts, request, 'cancelled', {
      by: person,
      because,
      change: { due: {} },
      say: { sentence: because, tone: 'warning', calls: callAsker(request, person) },
    });
  }
  if (request.state === 'applying') {
    if (request.cancelAsked !== undefined) throw refuse(request, 'it is being cancelled already.');
    return note(parts, request, 'cancel.asked', {
      by: person,
      because: sentences.cancelAsked(person, request),
      // It does not wait for the next time that its gateway is tried.
      change: { cancelAsked: { by: person, at: parts.clock.now() }, retryAt: undefined },
      say: { sentence: sentences.cancelAsked(person, request), tone: 'warning' },
    });
  }
  if (request.state === 'verifying' || request.state === 'unconfirmed') {
    return askUndo(parts, request, person);
  }
  throw refuse(request, 'there is nothing to cancel any more.');
}

/** Take back what was applied, by a new run; nobody needs to approve it. Not while an earlier run may go on. */
export async function askUndo(
  parts: Records,
  request: ChangeRequest,
  person: string,
): Promise<ChangeRequest> {
  requireSteer(parts, request, person);
  if (!['verifying', 'unconfirmed', 'stuck', 'unknown'].includes(request.state)) {
    throw refuse(request, 'it cannot be undone from here.');
  }
  if (request.plan?.irreversible !== undefined) {
    throw refuse(request, `it cannot be taken back: ${request.plan.irreversible}`);
  }
  requireOver(parts, request);
  const because = sentences.undoAsked(person);
  const undoing = await moveTo(parts, request, 'undoing', {
    by: person,
    because,
    change: { run: request.run + 1, due: {} },
    say: { sentence: because, tone: 'warning' },
  });
  await dispatch(parts, undoing);
  return undoing;
}

/** Confirm a change before its timer takes it back. @param reason needed while a gate is open */
export async function keep(
  parts: Records,
  request: ChangeRequest,
  person: string,
  reason: string | undefined,
): Promise<ChangeRequest> {
  requireSteer(parts, request, person);
  if (request.state !== 'unconfirmed' && request.state !== 'verifying') {
    throw refuse(request, 'there is nothing to keep now.');
  }
  if (request.gates.length === 0) throw refuse(request, 'wait for its first reading.');
  const open = request.gates.filter((gate) => !gate.held);
  if (open.length > 0 && !reason?.trim()) {
    throw new UserError(
      `${open[0]?.sentence ?? 'Something is still open.'} To keep it all the same, say why: keep ${request.id} because="...".`,
    );
  }
  const because = sentences.kept(person, reason);
  return moveTo(parts, request, 'kept', {
    by: person,
    because,
    change: { due: {} },
    say: { sentence: because, tone: 'good' },
  });
}

/** How a person may settle what the bot could not, and where that leads. */
export type Settlement = 'verify' | 'run-again' | 'undo' | 'close';

/**
 * What the last reading showed limits the choice.
 * @param reason needed to close, as nothing then proves how it ended
 */
export async function settleByPerson(
  parts: Records,
  request: ChangeRequest,
  person: string,
  as: Settlement,
  reason: string | undefined,
): Promise<ChangeRequest> {
  requireSteer(parts, request, person);
  if (as === 'close' && !reason?.trim()) {
    throw new UserError(`Say how it was settled: resolve ${request.id} as=close because="...".`);
  }
  if (as === 'close' && (request.state === 'applying' || request.state === 'undoing')) {
    return release(parts, request, person, reason ?? '');
  }
  if (request.state !== 'stuck' && request.state !== 'unknown') {
    throw refuse(request, 'there is nothing to settle.');
  }
  if (as === 'undo') return askUndo(parts, request, person);
  if (as === 'verify' && request.found !== 'applied') {
    throw new UserError(`The last reading does not show ${request.id} applied: read again first.`);
  }
  if (as === 'run-again' && request.found !== 'not-applied' && request.found !== 'half') {
    throw new UserError(`The last reading does not allow to run ${request.id} again: read first.`);
  }
  if (as === 'run-again') requireOver(parts, request);
  const to: Record<typeof as, RequestState> = {
    verify: 'verifying',
    'run-again': 'applying',
    close: 'closed',
  };
  const because = sentences.settled(person, as, reason);
  const moved = await moveTo(parts, request, to[as], {
    by: person,
    because,
    change: {
      run: request.run + 1,
      gates: [],
      // The timer runs from here on, whatever happens to the worker.
      due: as === 'verify' ? confirmDue(parts, request) : {},
      cancelAsked: undefined,
    },
    say: { sentence: because },
  });
  if (as !== 'close') await dispatch(parts, moved);
  return moved;
}

/** Nothing is run a second time, or counted as taken back, while the first may go on. */
function requireOver(parts: Records, request: ChangeRequest): void {
  const now = parts.clock.now();
  if (mayStillRun(request, now)) throw new UserError(sentences.mayStillRun(request, now));
}

/**
 * The way on where no worker comes: its gateway has none, or is not in the inventory any more. It ends as it is, and
 * holds nobody up. Its fence is raised first, so that a worker that comes back after all runs no step of it.
 */
async function release(
  parts: Records,
  request: ChangeRequest,
  person: string,
  reason: string,
): Promise<ChangeRequest> {
  const { id, gateway, run } = request;
  if (request.unread === undefined && (await parts.queue.servedBy(gateway)) > 0) {
    throw refuse(request, `a worker serves ${gateway} and is at it. Cancel it, or wait.`);
  }
  if (await parts.queue.hasChange(gateway, id, run)) {
    throw refuse(request, 'a worker may be at it this moment. Try again in a minute.');
  }
  await parts.intents.fence(id, run + 1);
  const because = sentences.released(request, person, reason);
  return moveTo(parts, request, 'closed', {
    by: person,
    because,
    change: { run: run + 1, due: {} },
    say: { sentence: because, tone: 'warning' },
  });
}
