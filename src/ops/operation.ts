import type { DraftPlan, ParameterValue, Plan, Risk, State } from '../../approvals/plan';
import type { Gateway, Inventory, Tenant } from '../world/inventory';
import type { Message } from '../message';
import type { Command, PsValue } from '../ports/shells';
import type { Completion } from '../ports/queue';
import type { Args, ValuesOf } from './arg';

/** What an operation may do while planning or answering: read one gateway, and the inventory. */
export interface ReadContext {
  gateway: Gateway;
  tenant: Tenant | undefined;
  inventory: Inventory;
  /**
   * Several reads in one round trip, answered in the order asked.
   * @throws GatewayError when the gateway did not answer, or answered with an error other than those allowed
   */
  read(commands: ReadCommand[]): Promise<PsValue[][]>;
  /** The same where a part of the answer is worth having: each reading, or why there is none. Rejects never. */
  attempt(commands: ReadCommand[]): Promise<Attempt[]>;
}

export type Attempt =
  | { read: true; rows: PsValue[] }
  /** reached: the gateway itself answered, with an error. */
  | { read: false; reached: boolean; why: string; errorId: string };

export interface ReadCommand extends Command {
  /** An error that starts so means "there is none": the answer is an empty list. */
  emptyOn?: string;
}

/** A condition that must hold on the gateway before anybody may call the change done. */
export interface Gate {
  id: string;
  /** peer: needs the far end too, so it is awaited until the confirm timer. */
  kind: 'immediate' | 'peer';
  check(context: ReadContext): Promise<{ held: boolean; sentence: string }>;
}

interface Declaration<A extends Args> {
  /** What people type: `<verb>-<noun>`, or the noun alone for a query that has no verb of its own. */
  name: string;
  summary: string;
  args: A;
  /** Each parses, and plans in the sandbox's world. */
  examples: string[];
  /** Fill in what can be known from texts given so far. Without it, whatever is missing is asked in a form. */
  complete?(args: Record<string, string>, context: ReadContext): Promise<Completion>;
}

export interface ChangeOperation<A extends Args = Args> extends Declaration<A> {
  kind: 'change';
  risk: Exclude<Risk, 'none'>;
  /** Reads only. Planning again after success gives no steps. */
  plan(args: ValuesOf<A>, context: ReadContext): Promise<DraftPlan>;
  /** The state the plan speaks of, read anew: recovery, undo and the immediate gate compare it. */
  observe(args: ValuesOf<A>, context: ReadContext): Promise<State>;
  gates?(args: ValuesOf<A>): Gate[];
  /**
   * Where what was done may end by itself, with nobody's doing: how it ended, when the gateway reads as before again.
   * Such a change ends as undone. Without this, a person is asked who changed it.
   */
  ending?(args: ValuesOf<A>, context: ReadContext): Promise<string>;
  /** The words of the change that takes a kept one back: a new request, planned and approved like any other. */
  inverse?(
    args: ValuesOf<A>,
    plan: Plan,
  ): { operation: string; texts: Record<string, string> } | undefined;
  /** When a key that the bot made is offered to whoever asked: once approved, or once undone. */
  offersKey?: 'approved' | 'undone';
  /** Operations that set the key which this one's undo needs: theirs is used while it is still sealed. */
  restoresKeyOf?: readonly string[];
}

export interface QueryOperation<A extends Args = Args> extends Declaration<A> {
  kind: 'query';
  risk: 'none';
  answer(args: ValuesOf<A>, context: ReadContext): Promise<Message>;
}

export type Operation = ChangeOperation | QueryOperation;

/** Keeps the argument types of a declaration while the catalogue sees them all alike. */
export function defineChange<A extends Args>(
  declaration: Omit<ChangeOperation<A>, 'kind'>,
): ChangeOperation {
  return { kind: 'change', ...declaration } as unknown as ChangeOperation;
}

export function defineQuery<A extends Args>(
  declaration: Omit<QueryOperation<A>, 'kind' | 'risk'>,
): QueryOperation {
  return { kind: 'query', risk: 'none', ...declaration } as unknown as QueryOperation;
}

/** Checked arguments as they are stored and sent: plain data, secrets by reference. */
export type StoredArgs = Record<string, ParameterValue>;
