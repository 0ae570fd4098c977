import { decide } from '../../approvals/decide';
import { canonicalJson } from '../../approvals/plan';
import type { ChangeRequest, RequestState } from '../../approvals/request';
import type { Command } from '../../src/ports/shells';
import { wordOf } from '../fakes/memory-machine';
import type { Breach, Invariant } from './breach';
import type { Installation } from './installation';
import type { OnBehalf } from './run-worker';

/** What is known of one request besides its record. */
export interface Known {
  /** Cmdlets of it that began. */
  begun: number;
  /** A fault hit a call, a cmdlet or a process that was at work for it. */
  touched: boolean;
  /** A process died or stood still over it. What the next one finds then is left to a person. */
  interrupted: boolean;
  /** Somebody pressed something that the scenario does not have. */
  steered: boolean;
}

/** Judges a run while it happens. */
export interface RunWatch {
  breaches: Breach[];
  knownOf(request: string): Known;
  onWrite(before: ChangeRequest | undefined, after: ChangeRequest): void;
  onCmdlet(by: OnBehalf, command: Command, stage: 'begins' | 'acts' | 'ends'): void;
  breach(invariant: Invariant, seen: string): void;
  /** A fault hit every request, those that are asked for later too. */
  touchAll(): void;
}

const working: readonly RequestState[] = ['applying', 'undoing'];
const settled: readonly RequestState[] = ['stuck', 'unknown'];
/** Of clocks that are off by as much as a fault makes them. */
const toleratedMs = 30_000;

/** @param installation asked late, because it is made with what this returns */
export function watchRun(installation: () => Installation): RunWatch {
  const breaches: Breach[] = [];
  const known = new Map<string, Known>();
  const ran = new Map<string, number>();
  let running: string | undefined;
  let allTouched = false;

  function breach(invariant: Invariant, seen: string): void {
    if (breaches.some((one) => one.invariant === invariant)) return;
    breaches.push({ invariant, seen });
  }

  function knownOf(request: string): Known {
    const found = known.get(request);
    if (found) return found;
    const made = { begun: 0, touched: allTouched, interrupted: false, steered: false };
    known.set(request, made);
    return made;
  }

  function begins(by: OnBehalf, request: ChangeRequest, command: Command, what: string): void {
    knownOf(request.id).begun += 1;
    const call = `${request.id}/${by.run} ${what}`;
    const times = (ran.get(call) ?? 0) + 1;
    ran.set(call, times);
    if (times > 1)
      breach('no cmdlet twice', `${what} ran ${times} times for run ${by.run} of ${request.id}`);
    if (running !== undefined) {
      breach('one cmdlet at a time on a machine', `${what} begins while ${running} runs`);
    }
    running = what;
    const steps = request.plan?.steps ?? [];
    const forward = steps.some((step) => isCall(step, command));
    const back = steps.some((step) => step.undo.some((undo) => isCall(undo, command)));
    if (!forward && !back) {
      breach('what runs was voted for', `${what} is in no plan of ${request.id}`);
    }
    if (forward && decide(request, installation().rest.people).decision !== 'approved') {
      breach('what runs was voted for', `${what} runs, but ${request.id} has not the votes`);
    }
  }

  return {
    breaches,
    knownOf,
    breach,

    touchAll() {
      allTouched = true;
      for (const one of known.values()) one.touched = true;
    },

    onCmdlet(by, command, stage) {
      const what = `${command.cmdlet} ${wordOf(command.parameters['Name'])}`;
      const request = installation().records.get(by.request ?? '');
      if (request === undefined) {
        return breach('what runs was voted for', `${what} runs for no request`);
      }
      if (stage === 'begins') begins(by, request, command, what);
      if (stage === 'ends' && running === what) running = undefined;
      if (stage === 'acts' && !working.includes(request.state)) {
        breach(
          'no change behind the record',
          `${what} takes effect while ${request.id} is ${request.state} (${request.found ?? 'no finding'})`,
        );
      }
    },

    onWrite(before, after) {
      if (before === undefined || before.state === after.state) return;
      const { begun, touched, interrupted, steered } = knownOf(after.id);
      const gaveUp = settled.includes(after.state);
      if (gaveUp && after.found === 'unreadable') {
        breach('an unreadable gateway is no finding', `${after.id}: ${after.because}`);
      }
      if (gaveUp && !touched) {
        breach(
          'nobody else is touched',
          `${after.id} met no fault, and is ${after.state}: ${after.because}`,
        );
      }
      // Between taking the machine and sending nobody else can tell whether it was sent.
      const mayHaveSent = interrupted && installation().intents.begun(after.id) > 0;
      const ended = gaveUp || (after.state === 'undone' && after.cancelAsked === undefined);
      if (ended && !steered && !mayHaveSent && begun === 0) {
        breach('nothing sent, nothing lost', `${after.id} is ${after.state}: ${after.because}`);
      }
      const confirm = before.due.confirm;
      const early = confirm !== undefined && installation().time.now() < confirm - toleratedMs;
      if (after.state === 'undoing' && early && /Nobody kept it/.test(after.because)) {
        breach('nothing is undone early', `${after.id} is undone before its time`);
      }
    },
  };
}

function isCall(step: Command, command: Command): boolean {
  return (
    step.cmdlet === command.cmdlet &&
    canonicalJson(step.parameters) === canonicalJson(command.parameters)
  );
}
