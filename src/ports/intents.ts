import type { ShellIdentity } from './shells';

/** A step that is under way on a machine: what keeps every other one away from it. */
export interface Intent {
  target: string;
  request: string;
  /** The run of its request; refused once that request's fence is above it. */
  run: number;
  /** Index in the plan; negative for an undo step. */
  step: number;
  cmdlet: string;
  /** It runs in a session on another machine, which may outlive the local process. */
  remote: boolean;
  /** On `Clock.wall`, not on the bot's own clock: it is about a real process. */
  deadline: number;
  shell: ShellIdentity;
}

export type IntentAnswer =
  | { opened: true }
  /** Another step is under way there. */
  | { opened: false; by: Intent }
  /** That run is over: only runs of its request from `fence` on may begin a step. */
  | { opened: false; by: undefined; fence: number };

/** What a write of a request does with the intents of its steps, in the same moment. */
export interface WithIntents {
  /** Taken with the write, or neither is done. */
  opens?: Intent;
  /** Its cmdlet has answered, so it is closed whatever becomes of the write. */
  closes?: Intent;
}

export interface Intents {
  /**
   * End every run of a request below this number: none opens an intent from now on; other requests are not concerned.
   * Resolves with the newest run that ever opened one, 0 for none: no later one sent anything, or will.
   */
  fence(request: string, below: number): Promise<number>;
  /** Take the target for one step. Refused while another intent is open there, or behind its request's fence. */
  open(intent: Intent): Promise<IntentAnswer>;
  close(intent: Intent): Promise<void>;
  find(target: string): Promise<Intent | undefined>;
  /**
   * Take away the intent of a process that is proven dead, or whose deadline passed. True when exactly that
   * intent was open and is now closed; false when somebody else was faster.
   */
  release(intent: Intent): Promise<boolean>;
  /** Close an intent under which nothing was sent, and never will be: it counts for no run, if it was its first. */
  withdraw(intent: Intent): Promise<void>;
}
