import type { DraftPlan, ParameterValue, Plan, Risk, State } from '../../approvals/plan';
import type { Gateway, Inventory, Tenant } from '../world/inventory';
import type { Message } from '../message';
import type { Completion } from '../ports/queue';
import type { Args, ValuesOf } from './arg';
import type { Readings, World } from './reading';

/** Where an operation is at work. */
export interface About {
  gateway: Gateway;
  tenant: Tenant | undefined;
  inventory: Inventory;
}

/** A condition that must hold on the gateway before anybody may call the change done. */
export interface GateSeen {
  id: string;
  /** peer: needs the far end too, so it is awaited until the confirm timer. */
  kind: 'immediate' | 'peer';
  held: boolean;
  sentence: string;
}

type Texts = Record<string, string>;

/** How what can be known is filled in, from the words given so far. */
export interface Completing<R = Readings, W = unknown> {
  /** What must be read to know; undefined where the words and the inventory say enough. */
  reads(texts: Texts, about: About): R | undefined;
  /** `world` is undefined where nothing was to be read. @throws UserError */
  complete(texts: Texts, world: W | undefined, about: About): Completion;
}

interface Declaration<A extends Args> {
  /** What people type: `<verb>-<noun>`, or the noun alone for a query that has no verb of its own. */
  name: string;
  summary: string;
  args: A;
  /** Each parses, and plans in the sandbox's world. */
  examples: string[];
  /** Without it, whatever is missing is asked in a form. */
  completing?: Completing;
}

/**
 * All but `reads` and `looks` are pure functions of what was read: what is planned on a reading can be planned on a
 * recorded one, and none of them can be in the middle of a round trip.
 */
export interface ChangeOperation<
  A extends Args = Args,
  R = Readings,
  W = unknown,
  L = Readings,
  Seen = unknown,
> extends Declaration<A> {
  kind: 'change';
  risk: Exclude<Risk, 'none'>;
  /** What a plan is made of. */
  reads(args: ValuesOf<A>, about: About): R;
  /** Planning again after success gives no steps. @throws UserError with what is in the way */
  plan(args: ValuesOf<A>, world: W, about: About): DraftPlan;
  /** What is looked at afterwards, again and again: one reading proves the state and the gates. */
  looks(args: ValuesOf<A>, about: About): L;
  /** The state the plan speaks of, read anew: recovery, undo and the immediate gate compare it. */
  stateOf(args: ValuesOf<A>, seen: Seen, about: About): State;
  gates?(args: ValuesOf<A>, seen: Seen, about: About): GateSeen[];
  /**
   * Where what was done may end by itself, with nobody's doing: how it ended, when the gateway reads as before again.
   * Such a change ends as undone. Without this, a person is asked who changed it.
   */
  ending?(args: ValuesOf<A>, seen: Seen, about: About): string;
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

export interface QueryOperation<
  A extends Args = Args,
  R = Readings,
  W = unknown,
  M = Readings,
  More = unknown,
> extends Declaration<A> {
  kind: 'query';
  risk: 'none';
  reads(args: ValuesOf<A>, about: About): R;
  /** A second round, where only the first one names what to read. */
  more?(args: ValuesOf<A>, world: W, about: About): M;
  /** `more` is undefined where there is no second round. */
  answer(args: ValuesOf<A>, world: W, about: About, more: More | undefined): Message;
}

export type Operation = ChangeOperation | QueryOperation;

/** Keeps the types of a declaration while the catalogue sees them all alike. */
export function defineChange<A extends Args, R extends Readings, L extends Readings>(
  declaration: Omit<ChangeOperation<A, R, World<R>, L, World<L>>, 'kind'>,
): ChangeOperation {
  return { kind: 'change', ...declaration } as unknown as ChangeOperation;
}

/** The same for what only reads. */
export function defineQuery<A extends Args, R extends Readings, M extends Readings = Readings>(
  declaration: Omit<QueryOperation<A, R, World<R>, M, World<M>>, 'kind' | 'risk'>,
): QueryOperation {
  return { kind: 'query', risk: 'none', ...declaration } as unknown as QueryOperation;
}

/** The same for how an operation fills in what is not said. */
export function defineCompleting<R extends Readings>(
  declaration: Completing<R, World<R>>,
): Completing {
  return declaration;
}

/** Checked arguments as they are stored and sent: plain data, secrets by reference. */
export type StoredArgs = Record<string, ParameterValue>;
