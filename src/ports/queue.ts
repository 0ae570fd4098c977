import type { ParameterValue } from '../../approvals/plan';
import type { Message } from '../message';
import type { Said } from '../said';

/* The queue's port: how the chat role asks, and how workers answer. Its real adapter is adapters/redis. */

/** What is still open about a request, after what the inventory and the gateway know was filled in. */
export type Completion =
  | { kind: 'ready'; args: Record<string, string> }
  /** Several are possible: each option becomes a button. */
  | {
      kind: 'choose';
      arg: string;
      question: string;
      options: string[];
      args: Record<string, string>;
    }
  /** The rest is asked in a form, prefilled with `args`. */
  | { kind: 'ask'; args: Record<string, string>; because: string };

/** What a worker is asked to read. The chat role has no route to the gateways. */
export type ReadJob = { gateway: string; operation: string } & (
  | { kind: 'query'; args: Record<string, ParameterValue> }
  /** Fill in what the gateway knows; `texts` are the words typed so far. */
  | { kind: 'complete'; tenant: string | undefined; texts: Record<string, string> }
);

/** A person's mistake travels as data: it is an answer, not a failure of the worker. */
export type ReadAnswer =
  | { kind: 'message'; message: Message }
  | { kind: 'completion'; completion: Completion }
  | ({ kind: 'refused'; suggestions: string[] } & Said);

export interface ChangeQueue {
  /** Idempotent: one job for each run of a request. */
  enqueueChange(gateway: string, request: string, run: number): Promise<void>;
  /** True while that run waits or is being worked on; false once it ended, however it ended. */
  hasChange(gateway: string, request: string, run: number): Promise<boolean>;
  enqueuePlan(gateway: string, request: string): Promise<void>;
  /** Ask a worker for a reading and wait. Rejects with UnavailableError when no worker answers in time. */
  ask(gateway: string, job: ReadJob, timeoutMs: number): Promise<ReadAnswer>;
  /** How many worker processes serve a gateway now. */
  servedBy(gateway: string): Promise<number>;
  close(): Promise<void>;
}

export interface WorkerHandlers {
  change(job: { request: string; run: number }): Promise<void>;
  /** Read for a request: plan it, look at its gates, or see where it stands. The record says which. */
  plan(request: string): Promise<void>;
  read(job: ReadJob): Promise<ReadAnswer>;
}
