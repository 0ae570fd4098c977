import type { Called } from '../../approvals/calls';
import {
  advance,
  amend,
  isFinal,
  type ChangeRequest,
  type RequestChange,
  type RequestState,
  type TimelineEntry,
} from '../../approvals/request';
import { keyIsOffered } from '../messages/request-buttons';
import { type Said, type Sayable, toSaid } from '../said';
import type { WithIntents } from '../ports/intents';
import type { MoveResult } from '../ports/store';
import type { Records } from './parts';
import { dropSecrets, isSecretRef } from './secrets';

/** Somebody else was first. `current` is how the request stands. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
  readonly current: ChangeRequest;
  constructor(current: ChangeRequest) {
    super(`${current.id} is ${current.state} by now: ${current.because}`);
    this.current = current;
  }
}

/** What this request touches is held by another one. */
export class HeldError extends Error {
  override readonly name = 'HeldError';
  readonly holder: string;
  constructor(request: ChangeRequest, holder: string) {
    super(`${request.id} waits: ${holder} is at work on the same.`);
    this.holder = holder;
  }
}

/** The machine is not free for the step that the move was to begin. Nothing was written. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

export interface Move {
  /** A person's id, or 'mtgw' when the bot acts by itself. */
  by: string;
  because: Sayable;
  /** From the newest record, when it depends on what others may have written meanwhile. */
  change?: RequestChange | ((newest: ChangeRequest) => RequestChange);
  /** A line for the thread; most moves say their `because`. */
  say?: { sentence: Sayable; tone?: TimelineEntry['tone']; calls?: readonly Called[] };
  /** More for the audit entry; never a secret. */
  detail?: Record<string, unknown>;
  intents?: WithIntents;
}

const bot = 'mtgw';

/** What holds only where a request stands is over once it stands elsewhere; a move that begins it anew says so. */
const ofItsState: RequestChange = {
  retryAt: undefined,
  unread: undefined,
  lost: undefined,
  undoAtMost: undefined,
};

/**
 * Move a request to another state, with its audit entry and due times, in one atomic write.
 * @throws OutdatedError, HeldError, BusyError, IllegalMoveError
 */
export function moveTo(
  parts: Records,
  from: ChangeRequest,
  to: RequestState,
  move: Move,
): Promise<ChangeRequest> {
  const at = parts.clock.now();
  const mover = move.by === bot ? 'automatic' : 'person';
  return write(parts, from, `request.${to}`, move, at, (newest) =>
    advance(newest, to, mover, at, { ...ofItsState, ...withWords(newest, move, at) }),
  );
}

/** Change a request where it stands: a vote, progress, a gate reading. */
export function note(
  parts: Records,
  from: ChangeRequest,
  action: string,
  move: Move,
): Promise<ChangeRequest> {
  const at = parts.clock.now();
  return write(parts, from, action, move, at, (newest) =>
    amend(newest, withWords(newest, move, at)),
  );
}

/** Why it stands where it stands, for a remark that leaves that as it is. */
export function whyOf({ because, words }: ChangeRequest): Said {
  return { sentence: because, words };
}

function withWords(from: ChangeRequest, move: Move, at: number): RequestChange {
  const { sentence, words } = toSaid(move.because);
  const { say } = move;
  return {
    ...(typeof move.change === 'function' ? move.change(from) : move.change),
    because: sentence,
    words,
    ...(say && {
      timeline: [...from.timeline, entryOf(say, at)],
    }),
  };
}

function entryOf({ sentence, tone, calls }: NonNullable<Move['say']>, at: number): TimelineEntry {
  return {
    at,
    tone: tone ?? 'neutral',
    ...toSaid(sentence),
    ...(calls === undefined || calls.length === 0 ? {} : { calls: [...calls] }),
  };
}

async function write(
  parts: Records,
  read: ChangeRequest,
  action: string,
  move: Move,
  at: number,
  nextOf: (newest: ChangeRequest) => ChangeRequest,
): Promise<ChangeRequest> {
  for (let from = read; ; ) {
    const next = nextOf(from);
    const result = await store(parts, from, next, {
      at,
      action,
      move,
    });
    if (result.moved) {
      parts.log.info({ request: from.id, from: from.state, to: next.state, by: move.by }, action);
      const { request } = result;
      if (cameToNothing(request)) await dropSecrets(parts, request);
      return result.request;
    }
    if (result.why === 'held') throw new HeldError(from, result.holder);
    if (result.why === 'busy')
      throw new BusyError(`${from.id} does not begin: its machine is busy.`);
    if (move.by !== bot || !isSameWork(read, result.current))
      throw new OutdatedError(result.current);
    from = result.current;
  }
}

/** Whether it was written is not known when the answer is lost: nothing is sent then under an intent that it took. */
async function store(
  parts: Records,
  from: ChangeRequest,
  next: ChangeRequest,
  { at, action, move }: { at: number; action: string; move: Move },
): Promise<MoveResult> {
  const detail = {
    from: from.state,
    to: next.state,
    because: next.because,
    ...(next.words === undefined ? {} : { words: next.words }),
    ...move.detail,
  };
  const audit = { at, actor: move.by, action, request: from.id, detail };
  try {
    return await parts.store.move(from, next, audit, move.intents);
  } catch (error) {
    if (move.intents?.opens) await parts.intents.withdraw(move.intents.opens);
    throw error;
  }
}

/** The undo itself set the key, so it is on the gateway now. */
function putBack(request: ChangeRequest): boolean {
  if ((request.tookBack ?? 0) === 0) return false;
  const undo = (request.plan?.steps ?? []).flatMap((step) => step.undo);
  return undo.some((step) => Object.values(step.parameters).some(isSecretRef));
}

/** It never ran, or was taken back whole. What was closed by a person may well be on the gateway, with its key. */
function cameToNothing(request: ChangeRequest): boolean {
  const nothing = request.startedRun === 0 || (request.state === 'undone' && !putBack(request));
  return isFinal(request.state) && nothing && !keyIsOffered(request);
}

/**
 * A person's remark (a cancel, a key that was fetched) does not take the work out of a worker's hands:
 * its write is done again over the newer record, as long as that is the same run in the same state.
 */
export function isSameWork(a: ChangeRequest, b: ChangeRequest): boolean {
  return (
    ['applying', 'verifying', 'unconfirmed', 'undoing'].includes(a.state) &&
    a.state === b.state &&
    a.run === b.run &&
    a.startedRun === b.startedRun
  );
}
