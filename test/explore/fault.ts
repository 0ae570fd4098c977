import type { Mishap } from '../fakes/course-of-cmdlet';

/** Before the call takes effect, or after it did but before its answer is there. */
export type When = 'before' | 'after';

/** What may go otherwise than well at one call of a port. */
export type Fault =
  /** kill -9 of the process that calls; its supervisor starts it again. */
  | { do: 'kill'; when: When }
  /** The process stands still, with everything that it would do. */
  | { do: 'pause'; when: When; ms: number }
  /** The records do not answer: UnavailableError, with or without an effect. */
  | { do: 'lose'; when: When }
  /** The call takes so long, and the process does other things meanwhile. */
  | { do: 'slow'; when: When; ms: number }
  /** The call waits until another process has written, taken a target or sent a cmdlet. */
  | { do: 'yield'; when: When }
  /** A cmdlet, or a reading, goes wrong. */
  | ({ do: 'mishap' } & Mishap)
  /** A changing cmdlet is accepted, and readings show it only later. */
  | { do: 'lag'; ms: number }
  /** The gateway answers nobody for so long. */
  | { do: 'outage'; ms: number }
  /** PowerShell does not start. */
  | { do: 'no-shell' }
  /** The clock of that process is off for half a minute. */
  | { do: 'clock'; ms: number }
  /** Somebody presses a button just then. */
  | { do: 'press'; person: string; verb: string; request: number };

/** One fault, at the call that has this name: `worker-1 intents.open CR-1001/0 #1`. */
export interface Deviation {
  at: string;
  fault: Fault;
}

/** A line for a person who reads what went wrong. */
export function faultInWords(fault: Fault): string {
  switch (fault.do) {
    case 'kill':
      return `the process is killed ${when(fault.when)}`;
    case 'pause':
      return `the process stands still for ${seconds(fault.ms)} ${when(fault.when)}`;
    case 'lose':
      return `the call fails with UnavailableError ${when(fault.when)}`;
    case 'slow':
      return fault.when === 'before'
        ? `the call takes effect ${seconds(fault.ms)} late`
        : `the answer comes ${seconds(fault.ms)} late`;
    case 'yield':
      return fault.when === 'before'
        ? 'the call takes effect only after another process has acted'
        : 'the answer comes only after another process has acted';
    case 'mishap': {
      const late = 'effectAfterMs' in fault ? fault.effectAfterMs : undefined;
      const effect =
        late === undefined ? '' : `; it takes effect after ${seconds(late)} all the same`;
      return `the gateway's answer is: ${fault.how}${effect}`;
    }
    case 'lag':
      return `accepted, but readings show it ${seconds(fault.ms)} later`;
    case 'outage':
      return `the gateway answers nobody for ${seconds(fault.ms)}`;
    case 'no-shell':
      return 'PowerShell does not start';
    case 'clock':
      return `the clock of this process is ${seconds(fault.ms)} off for 30 s`;
    case 'press':
      return `${fault.person} presses ${fault.verb} on request ${fault.request + 1}`;
  }
}

function when(at: When): string {
  return at === 'before' ? 'before it takes effect' : 'after it took effect';
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}
