import type { Called } from './calls';
import type { ParameterValue, Plan, Risk } from './plan';
import type { PolicyInForce } from './policy';

/** Where a change request stands. What may follow what is `legalMoves`, and nothing else. */
export type RequestState =
  | 'planning'
  | 'pending'
  | 'approved'
  | 'queued'
  | 'applying'
  | 'verifying'
  | 'unconfirmed'
  | 'undoing'
  | 'stuck'
  | 'unknown'
  | 'kept'
  | 'undone'
  | 'closed'
  | 'denied'
  | 'cancelled'
  | 'expired'
  | 'stale';

/** Who may cause a move: the bot by itself, a person, or either. */
export type MovedBy = 'automatic' | 'person' | 'either';

/** Every legal move. Anything absent is refused. The change board reads this table. */
export const legalMoves: Record<RequestState, Partial<Record<RequestState, MovedBy>>> = {
  planning: { pending: 'automatic', closed: 'automatic', cancelled: 'person' },
  pending: {
    approved: 'automatic',
    denied: 'person',
    expired: 'automatic',
    cancelled: 'person',
    stale: 'automatic',
  },
  // Back to pending: a vote was withdrawn, or a voter lost the membership that made it count.
  approved: {
    queued: 'automatic',
    pending: 'either',
    cancelled: 'person',
    expired: 'automatic',
    stale: 'automatic',
  },
  // Back to approved: the change window is too short now.
  queued: {
    applying: 'automatic',
    approved: 'automatic',
    pending: 'either',
    cancelled: 'person',
    expired: 'automatic',
    stale: 'automatic',
  },
  // A cancel while applying stops after the present step and then undoes: it is the move to undoing. Back to approved:
  // nothing could be sent. Closed by a person: no worker is at it any more, and nobody can read the gateway.
  applying: {
    verifying: 'automatic',
    undoing: 'either',
    approved: 'automatic',
    stuck: 'automatic',
    unknown: 'automatic',
    closed: 'person',
  },
  verifying: {
    unconfirmed: 'automatic',
    kept: 'either',
    undoing: 'either',
    stuck: 'automatic',
    unknown: 'automatic',
  },
  unconfirmed: { kept: 'person', undoing: 'either', stuck: 'automatic' },
  undoing: { undone: 'automatic', stuck: 'automatic', unknown: 'automatic', closed: 'person' },
  stuck: { applying: 'person', verifying: 'person', undoing: 'person', closed: 'person' },
  unknown: { applying: 'person', verifying: 'person', undoing: 'person', closed: 'person' },
  kept: {},
  undone: {},
  closed: {},
  denied: {},
  cancelled: {},
  expired: {},
  stale: {},
};

/** No move leads on from there, neither the bot's nor a person's. */
export function isFinal(state: RequestState): boolean {
  return Object.keys(legalMoves[state]).length === 0;
}

/** The bot itself moves it nowhere: it stands there until a person settles it. */
export function isLeftToPerson(state: RequestState): boolean {
  return !isFinal(state) && Object.values(legalMoves[state]).every((who) => who === 'person');
}

/** From `queued` to its end a change holds what it touches; nobody else may change that meanwhile. */
const holding: ReadonlySet<RequestState> = new Set([
  'queued',
  'applying',
  'verifying',
  'unconfirmed',
  'undoing',
  'stuck',
  'unknown',
]);

/** Until such a change is over, no other may begin that touches the same (`holdScope`). */
export function holdsWhatItTouches(state: RequestState): boolean {
  return holding.has(state);
}

export interface Vote {
  person: string;
  choice: 'approve' | 'deny';
  /** The plan that the person saw. A vote for another plan does not count. */
  fingerprint: string;
  at: number;
  chat: 'slack' | 'teams';
  /** The groups that the person was in when voting. */
  groups: string[];
  reason?: string;
}

/** Times at which the bot itself must act, in milliseconds of its own clock. */
export type DueKind =
  | 'planning'
  | 'warning'
  /** The quiet hours in which it began to wait are over: who may vote is called. */
  | 'call'
  | 'expiry'
  | 'reminder'
  | 'confirm'
  | 'gates'
  /** A remote cmdlet may outlive its time: the gateway of an unknown change is read again. */
  | 'look';

export interface GateReading {
  id: string;
  kind: 'immediate' | 'peer';
  held: boolean;
  sentence: string;
  at: number;
}

/** One line of the request's story, posted in its thread, in order, once. */
export interface TimelineEntry {
  at: number;
  sentence: string;
  /** The whole of it, where all tenants may be spoken of; absent when nothing was left out. */
  words?: string | undefined;
  tone: 'neutral' | 'good' | 'warning' | 'bad';
  /** Whose turn it is from here on: they are called by name where it is said. */
  calls?: Called[] | undefined;
}

export interface ChangeRequest {
  /** Short and sayable: `CR-1042`. */
  id: string;
  /** Grows by one with every write; two writers can't both win. */
  version: number;
  state: RequestState;
  stateSince: number;
  createdAt: number;
  /** The canonical line, with secrets left out. */
  line: string;
  operation: string;
  /** Checked arguments; secrets by reference only. */
  args: Record<string, ParameterValue>;
  gateway: string;
  tenant: string | undefined;
  risk: Risk;
  requester: string;
  /** Where it was asked: its home card and thread are there. */
  home: { chat: 'slack' | 'teams'; channel: string };
  plan?: Plan;
  policy?: PolicyInForce;
  votes: Vote[];
  /** Counts the times that it was put to work: each run is one job. */
  run: number;
  /** The last run that began to work. A second job of the same run finds it and leaves. */
  startedRun: number;
  /** How many steps of the plan have been applied, as far as the bot knows. */
  done: number;
  /** How many steps the undo took back: 0 when nothing of the change was there. */
  tookBack?: number;
  /** What a reading found when it became stuck or unknown: decides what a person is offered. */
  found?: 'applied' | 'not-applied' | 'half' | 'foreign' | 'unreadable';
  gates: GateReading[];
  cancelAsked?: { by: string; at: number } | undefined;
  /** Its gateway could not be read, or nothing could be sent there: not tried again before then. */
  retryAt?: number | undefined;
  /**
   * A worker found that its votes do not suffice any more. Only a person's next vote approves it again: another worker
   * may know the people otherwise, and the two would send it to and fro.
   */
  sentBack?: true | undefined;
  /** How often in a row its gateway could not be read, where it stands now. */
  unread?: number | undefined;
  /** How the step under way was lost, in a sentence, until a reading says what became of it. */
  lost?: string | Pick<TimelineEntry, 'sentence' | 'words'> | undefined;
  /** When it expires, should it go back to approved because nothing could be sent. */
  expiresAt?: number | undefined;
  /** The undo under way takes back no more steps than these, whatever a reading shows. */
  undoAtMost?: number | undefined;
  /** The shared key that the bot made for this change: its one-time page is offered from then on. */
  generatedKey?: { secret: string; shown: boolean; offered: 'approved' | 'undone' };
  /** Why it stands where it stands, in a sentence. */
  because: string;
  /** The whole of that, as in the timeline. */
  words?: string | undefined;
  timeline: TimelineEntry[];
  due: Partial<Record<DueKind, number>>;
  /** Plan again, undo after Keep: a new request that points at the old one. */
  follows?: { id: string; as: 'plan-again' | 'undo' };
}

/** The fields a move may change; `version`, `state` and `stateSince` are not its to set. */
export type RequestChange = Partial<
  Omit<ChangeRequest, 'id' | 'version' | 'state' | 'stateSince' | 'createdAt'>
>;

export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError';
}

/**
 * The request after a legal move. Pure: the store decides whether it still holds.
 * @throws IllegalMoveError when the table has no such move, or not for this mover
 */
export function advance(
  request: ChangeRequest,
  to: RequestState,
  by: 'automatic' | 'person',
  at: number,
  change: RequestChange = {},
): ChangeRequest {
  const who = legalMoves[request.state][to];
  if (who === undefined) {
    throw new IllegalMoveError(`${request.id} is ${request.state}: it cannot become ${to}.`);
  }
  if (who !== 'either' && who !== by) {
    const mover = who === 'person' ? 'a person' : 'the bot itself';
    throw new IllegalMoveError(
      `${request.id} is ${request.state}: only ${mover} may make it ${to}.`,
    );
  }
  return { ...request, ...change, state: to, stateSince: at };
}

/** The request with a change that moves it nowhere: a vote, a gate reading, progress. */
export function amend(request: ChangeRequest, change: RequestChange): ChangeRequest {
  return { ...request, ...change };
}

/** What a change holds while it is under way: one tenant on its gateway, or all of them (`*`). */
export function holdScope(request: ChangeRequest): { gateway: string; tenant: string } {
  const tenant = request.risk === 'gateway' ? '*' : (request.tenant ?? '*');
  return { gateway: request.gateway, tenant };
}
