import type { Plan, Step } from '../../approvals/plan';
import type { PolicyInForce } from '../../approvals/policy';
import type { ChangeRequest, GateReading } from '../../approvals/request';
import { stateLabel } from './state-label';
import { clockTime, duration, plural } from './words';

/** Every sentence that the bot says about a change request. What is wrong, where, and what to do next. */
export const sentences = {
  // --- receipts
  voteCounted: ({ id, because }: ChangeRequest) => `Your vote on ${id} is counted. ${because}`,
  orderTaken: ({ id, state, because }: ChangeRequest) =>
    `${id} is now ${lower(stateLabel(state))}: ${because}`,
  unseen: ({ id, home, state }: ChangeRequest) =>
    `${id} is ${lower(stateLabel(state))}, but I am not in #${home.channel} any more, so nobody sees it there. Invite me there and its card comes by itself, or say: cancel ${id}`,
  readsAgain: ({ id, gateway }: ChangeRequest) =>
    `${gateway} is read again for ${id}; its thread tells what is found.`,

  // --- planning
  asksTheSame: ({ id, state, requester }: ChangeRequest) =>
    `${id} asks for the same, by ${requester}, and is ${lower(stateLabel(state))}. Nothing new was asked.`,
  reading: (gateway: string) => `Reading ${gateway} ...`,
  notPlanned: (problem: string) =>
    `${stop(problem)} Nothing was planned; ask again when it answers.`,
  notPlannedByFault: (problem: string) => `${stop(problem)} Nothing was planned; ask again.`,
  unforeseen: (request: ChangeRequest, reference: string) =>
    `The bot itself failed while it read ${request.gateway} for ${request.id}. Whoever runs it finds why in the worker's log, under ${reference}.`,
  stillUnderWay: (request: ChangeRequest) =>
    `That has not ended within a minute, so nothing was planned for ${request.id}. Look at it on ${request.gateway}, then ask again.`,
  planTookTooLong: (request: ChangeRequest) =>
    `${request.gateway} was not read in time, so nothing was planned. Is a worker running that serves ${request.gateway}? Ask again.`,
  nothingToChange: (request: ChangeRequest, plan: Plan) =>
    [`Nothing to change: ${request.gateway} is already as asked.`, ...plan.notes].join(' '),
  planned: (plan: Plan) =>
    `Planned from what ${plan.gateway} reads now: ${plural(plan.steps.length, 'step')}. Approve or deny it on the card.`,

  // --- approval
  waitsForApproval: (policy: PolicyInForce) =>
    `Waiting for approval: ${policy.approvers
      .map(({ group, count }) => `${count} of ${group}`)
      .join(' and ')}.`,
  /** @param some of them are called all the same */
  quiet: (until: number, now: number, some: boolean) =>
    `These are quiet hours: ${some ? 'only who is on call is' : 'nobody is'} called before ${clockTime(until, now)}.`,
  stillWaits: (request: ChangeRequest) => `${request.id} waits for a vote since the quiet hours.`,
  nobodyElse: (
    request: ChangeRequest,
    policy: PolicyInForce,
    people: { id: string; groups: string[] }[],
  ) =>
    policy.approvers
      .filter(({ group, count }) => {
        const others = people.filter(
          (person) => person.id !== request.requester && person.groups.includes(group),
        );
        return others.length < count;
      })
      .map(
        ({ group }) =>
          `Nobody but ${request.requester} could approve it for ${group}: let somebody else ask for it.`,
      ),
  voted: (person: string, ballot: { choice: string; chat: string; reason?: string }) =>
    `${person} ${ballot.choice === 'approve' ? 'approves' : 'denies'} in ${chatLabel(ballot.chat)}${ballot.reason ? `: ${ballot.reason}` : '.'}`,
  votedAlready: (request: ChangeRequest, choice: string) =>
    `Your vote on ${request.id} is counted already: ${choice}.`,
  approved: (request: ChangeRequest, findings: string) => `${request.id} is approved. ${findings}`,
  noLongerApproved: (request: ChangeRequest, findings: string) =>
    `${request.id} is not approved any more: a voter is no longer in the group. ${findings} It waits for a vote.`,
  withdrawn: (person: string) => `${person} took the vote back; it waits for approval again.`,
  expiresSoon: (request: ChangeRequest, now: number) =>
    `${request.id} still waits for approval and expires in ${duration((request.due.expiry ?? now) - now)}.`,
  expired: (request: ChangeRequest) =>
    `${request.id} expired: it was not carried out in time. Nothing was changed; ask again if it is still wanted.`,
  stale: (difference: string[]) =>
    `Stale: ${list(difference)}. The gateway is not as it was when this was approved, so the votes are void and nothing was changed. Plan again to vote on what it would be now.`,

  keyEnded: (request: ChangeRequest) =>
    `The sealed key of ${request.id} has ended, so it could not be carried out, or not be undone. Nothing was changed; ask again for a new one.`,
  planNotAsSealed: (request: ChangeRequest) =>
    `The plan of ${request.id} is not the one that was voted on: its steps or readings were changed since. Nothing of it runs. The audit log shows what was done; close it and ask again.`,

  // --- queue
  queued: (request: ChangeRequest) => `Queued for ${request.gateway}.`,
  held: (request: ChangeRequest, holder: string) => `${request.id} waits for ${holder}.`,
  /** @param what it is about, and who asked; left out where that is another tenant's */
  heldBy: (request: ChangeRequest, other: ChangeRequest, what = '') => {
    const how =
      other.state === 'approved'
        ? `whose turn on ${request.gateway} comes first`
        : `which is ${other.state}`;
    return `${request.id} waits for ${other.id}${what}, ${how}.`;
  },
  askedBy: (other: ChangeRequest) => ` (${other.line}, asked by ${other.requester})`,
  waitsForGateway: (gateway: string, problem: string) =>
    `${stop(problem)} Nothing was changed on ${gateway}; it is tried again until the request expires.`,

  triedLater: (request: ChangeRequest, problem: string, at: number, now: number) => {
    const { confirm } = request.due;
    const timer =
      confirm === undefined
        ? ''
        : ` Unless somebody keeps it, it is undone from ${clockTime(confirm, now)} on.`;
    return `${stop(problem)} ${openQuestion(request)} It is tried again at ${clockTime(at, now)}, and until ${request.gateway} answers.${timer}`;
  },
  unsafeToRun: (request: ChangeRequest, problem: string) =>
    `${request.id} is not run, because it could be lost half way: ${stop(problem)} Nothing was changed on ${request.gateway}; it is tried again until the request expires.`,
  foundThere: (request: ChangeRequest, done: number, steps: number) =>
    `Stale: ${done === steps ? 'it is' : `${done} of ${steps} steps are`} on ${request.gateway} already, maybe by a run of this request that was lost from the records when Redis failed over, maybe by hand. The votes are void, nothing was run now, and no timer takes it back: look at ${request.gateway}, and ask for the opposite if it must not stay.`,

  // --- applying
  applying: (plan: Plan, done: number) => `Applying step ${done + 1} of ${plan.steps.length}.`,
  stepDone: (plan: Plan, index: number, outcome: { warnings: string; durationMs: number }) =>
    [
      `Step ${index + 1} of ${plan.steps.length}: ${plan.steps[index]?.cmdlet} done in ${seconds(outcome.durationMs)}.`,
      ...(outcome.warnings === '' ? [] : [outcome.warnings]),
    ].join(' '),
  warned: (warnings: string[]) => warnings.map((warning) => `Warning: ${warning}`).join(' '),
  warnedSomehow: (gateway: string, warnings: number) =>
    `${gateway} warned ${warnings === 1 ? 'of something' : `${warnings} times`}.`,
  refusedWith: (message: string, errorId: string, meaning?: string) =>
    `${stop(message)} (${errorId}${meaning === undefined ? '' : `: ${meaning.replace(/\.$/, '')}`})`,
  refusedSomehow: (gateway: string, meaning?: string) =>
    `${gateway} refused it${meaning === undefined ? '.' : `: ${meaning}`}`,
  noAnswer: (gateway: string) => `The PowerShell that ran it on ${gateway} ended.`,
  noSession: (gateway: string) => `There was no session to ${gateway}.`,
  stepFailed: (plan: Plan, index: number, kind: 'failed' | 'not-sent' | 'lost', said: string) => {
    const step = `Step ${index + 1} of ${plan.steps.length}, ${plan.steps[index]?.cmdlet},`;
    switch (kind) {
      case 'failed':
        return `${step} failed: ${said}`;
      case 'not-sent':
        return `${step} was not run: ${stop(said)}`;
      case 'lost':
        return `${step} gave no answer: ${stop(said)} Whether it took effect is not known from that.`;
    }
  },
  cancelAsked: (person: string, { plan }: ChangeRequest) =>
    plan?.irreversible === undefined
      ? `${person} asks to cancel: it stops after the present step, and takes back what was done.`
      : `${person} asks to cancel: it stops after the present step. What was done stays: ${plan.irreversible}`,
  cancelled: (person: string) => `Cancelled by ${person}.`,

  // --- verifying
  verifying: (request: ChangeRequest) => `Reading ${request.gateway} back.`,
  readsBack: (request: ChangeRequest) => `${request.gateway} reads back as planned.`,
  notAsPlanned: (
    request: ChangeRequest,
    found: { kind: 'not-applied' | 'half' | 'foreign' } & { difference?: string[] },
  ) =>
    found.kind === 'not-applied'
      ? `${request.gateway} reads back as before the change: it did not take effect.`
      : `${request.gateway} does not read back as planned${found.difference ? `: ${list(found.difference)}` : ''}.`,
  waitsForFarEnd: (open: GateReading[], confirm: number | undefined, now: number) =>
    `${open.map((gate) => gate.sentence).join(' ')} ${
      confirm === undefined
        ? 'It cannot be taken back, so it waits for that, or for somebody to press Keep with the reason.'
        : `It is undone at ${clockTime(confirm, now)} unless that changes and somebody presses Keep.`
    }`,
  unconfirmed: (gates: GateReading[], confirm: number, now: number) =>
    `${gates.map((gate) => gate.sentence).join(' ')} Press Keep by ${clockTime(confirm, now)}, or it is undone.`,
  kept: (person: string, reason: string | undefined) =>
    `Kept by ${person}${reason ? `: ${reason}` : '.'}`,
  keptAsIrreversible: (request: ChangeRequest) =>
    `Done on ${request.gateway}, and proven by reading. It cannot be taken back: ${request.plan?.irreversible}`,

  // --- undo
  undoAsked: (person: string) => `${person} asks to undo it.`,
  undoneSoon: (request: ChangeRequest, now: number) =>
    `${request.id} is undone in ${duration((request.due.confirm ?? now) - now)} unless somebody presses Keep.`,
  nobodyKept: (request: ChangeRequest) =>
    request.gates.some((gate) => !gate.held)
      ? `Nobody kept it in time, and ${lower(request.gates.find((gate) => !gate.held)?.sentence ?? '')} It is being undone.`
      : 'Nobody kept it in time, so it is being undone.',
  undoing: (because: string) => `${because} Undoing.`,
  undoFailed: (step: Step, said: string) =>
    `The undo step ${step.cmdlet} did not succeed: ${stop(said)}`,
  undoUnproven: (found: { kind: string }) =>
    found.kind === 'unreadable'
      ? 'The undo ran, but it is not proven.'
      : 'The undo ran, but the gateway does not read as before.',
  undone: (request: ChangeRequest, steps: number) =>
    steps === 0
      ? `Undone: nothing of it was on ${request.gateway}, which reads as before.`
      : setsNewKey(request)
        ? `Undone in part: ${request.gateway} reads as before, but with a new key, so the tunnel stays down until the far end gets it. Press Get the key.`
        : `Undone: ${request.gateway} reads as before the change.`,
  undoneAfterAll: (request: ChangeRequest, why: string) =>
    `${why} A reading shows the undo complete: ${request.gateway} reads as before the change.`,
  irreversible: (request: ChangeRequest) =>
    `It cannot be taken back: ${request.plan?.irreversible}`,

  thereAllTheSame: (request: ChangeRequest) =>
    `It is on ${request.gateway} all the same, although this step did not succeed: somebody else may have made it, so it is not touched.`,

  // --- stuck and unknown
  diedBefore: (request: ChangeRequest) =>
    `The worker died, or failed, before it sent anything of ${request.id} to ${request.gateway}. Nothing was changed by it; it begins anew.`,
  workerDied: (during: string | undefined) =>
    during === undefined
      ? 'The worker died, or failed, between two steps.'
      : `The worker died during ${during}.`,
  found: (
    request: ChangeRequest,
    found: { kind: 'applied' | 'not-applied' | 'half' | 'foreign' } & {
      done?: number;
      difference?: string[];
    },
  ) => {
    const { gateway } = request;
    const steps = request.plan?.steps.length ?? 0;
    switch (found.kind) {
      case 'applied':
        return `A reading of ${gateway} shows the change applied.`;
      case 'not-applied':
        return `A reading of ${gateway} shows the change not applied: it is as before.`;
      case 'half':
        return `A reading of ${gateway} shows the change half applied: ${found.done} of ${steps} steps.`;
      case 'foreign':
        return `${gateway} reads neither as before nor as planned: ${list(found.difference ?? [])}. Somebody else may have changed it, so it is not touched. Look at the gateway, then settle this here.`;
    }
  },
  foundUnreadable: (problem: string) =>
    `${stop(problem)} Whether the change is applied is not known. Read again when it answers.`,
  looksAgain: (looks: number[], now: number) =>
    looks.length === 0
      ? ''
      : `A cmdlet on a remote machine may go on after its time, so it is read again by itself at ${looks.map((at) => clockTime(at, now)).join(' and ')}.`,
  mayStillRun: (request: ChangeRequest, now: number) =>
    `The cmdlet of ${request.id} may still be under way on ${request.gateway}. It can be run again after the reading at ${clockTime(request.due.look ?? now, now)}.`,
  released: (request: ChangeRequest, person: string, reason: string) =>
    `${person} closes it while it was ${request.state} and no worker was at it: ${stop(reason)} What is on ${request.gateway} is not proven.`,
  settled: (person: string, as: string, reason: string | undefined) => {
    const done: Record<string, string> = {
      verify: 'it is applied, go on to verify it',
      'run-again': 'run the rest',
      close: 'closed as it is',
    };
    return `${person} settles it: ${done[as] ?? as}${reason ? ` (${reason})` : ''}.`;
  },
};

/** A chat's name as its makers write it. */
export function chatLabel(chat: string): string {
  return chat === 'teams' ? 'Teams' : 'Slack';
}

/** The way back set a key that the bot had to make: the far end does not know it. */
function setsNewKey(request: ChangeRequest): boolean {
  const undo = (request.plan?.steps ?? []).flatMap((step) => step.undo);
  return undo.some((step) =>
    Object.values(step.parameters).some(
      (value) =>
        typeof value === 'object' && value !== null && 'origin' in value && value.origin === 'made',
    ),
  );
}

/** What is not known while a gateway cannot be read. */
function openQuestion({ state }: ChangeRequest): string {
  switch (state) {
    case 'undoing':
      return 'Whether it is taken back is not known yet.';
    case 'verifying':
      return 'The change was sent; whether it is there is not known yet.';
    default:
      return 'How far the change is there is not known yet.';
  }
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function list(lines: string[]): string {
  const shown = lines.slice(0, 5).join('; ');
  return lines.length > 5 ? `${shown}; and ${lines.length - 5} more` : shown;
}

function stop(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
