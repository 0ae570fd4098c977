import { canonicalJson, type ParameterValue } from '../../approvals/plan';
import { GatewayError } from '../errors';
import type { Command, PsValue } from '../ports/shells';

/**
 * One thing to be read on a gateway, as data: so it can be sent together with others, compared with what a version of
 * Windows has, listed in the role of the bot's account, and answered by a test.
 */
export interface Reading<T> {
  cmdlet: string;
  parameters: Record<string, ParameterValue>;
  /** An error that starts so means "there is none": the answer is an empty list. */
  emptyOn?: string;
  /** @throws GatewayError for an answer that nothing may be built on */
  as(rows: PsValue[], machine: string): T;
}

/** A reading to do without: where it fails, that is said in its place, and the rest is worth having all the same. */
export interface Tried<T> {
  tried: Reading<T>;
}

type Leaf = Reading<unknown> | Tried<unknown>;

/** Readings that belong together, of one thing. */
type Group = { readonly [name: string]: Leaf };

/** What an operation looks at: readings by name, in groups and in lists of groups, sent in this order. */
export type Readings = { readonly [name: string]: Leaf | Group | readonly Group[] | undefined };

/** What a tried reading came to. */
export type Part<T> =
  | { read: true; found: T }
  /** reached: the gateway itself answered, with an error or with something else than was asked. */
  | { read: false; reached: boolean; why: string; errorId: string };

type Found<L> = L extends Reading<infer T> ? T : L extends Tried<infer T> ? Part<T> : never;

/** What came of a group of readings. */
export type WorldOfGroup<G> = { [K in keyof G]: Found<G[K]> };

/** What came of readings, under their own names. */
export type World<R> = {
  [K in keyof R]: R[K] extends Leaf | undefined
    ? Found<R[K]>
    : R[K] extends readonly (infer G)[] | undefined
      ? WorldOfGroup<G>[]
      : WorldOfGroup<NonNullable<R[K]>>;
};

/** What one cmdlet answered: its rows, or why there are none. */
export type Attempt = Part<PsValue[]>;

/** Mark a reading as one to do without. */
export function tried<T>(reading: Reading<T>): Tried<T> {
  return { tried: reading };
}

/** The cmdlets to be run for these readings, equal ones once, in the order in which they are named. */
export function callsOf(readings: Readings): Reading<unknown>[] {
  const found = new Map<string, Reading<unknown>>();
  for (const leaf of leavesOf(readings)) {
    const reading = isTried(leaf) ? leaf.tried : leaf;
    const key = keyOf(reading);
    if (!found.has(key)) found.set(key, reading);
  }
  return [...found.values()];
}

/** The same as they are sent: the rest of a reading is for us. */
export function commandsOf(calls: readonly Reading<unknown>[]): Command[] {
  return calls.map(({ cmdlet, parameters }) => ({ cmdlet, parameters }));
}

/** Those that cannot be done without. */
export function neededOf(readings: Readings): Reading<unknown>[] {
  return leavesOf(readings).flatMap((leaf) => (isTried(leaf) ? [] : [leaf]));
}

/**
 * Make a world of what was answered.
 * @param attempts of `callsOf`, in its order
 * @param fail what to throw where a reading failed that cannot be done without
 */
export function worldOf<R extends Readings>(
  readings: R,
  machine: string,
  attempts: readonly Attempt[],
  fail: (reading: Reading<unknown>, why: Attempt & { read: false }) => Error,
): World<R> {
  const byKey = new Map(callsOf(readings).map((call, at) => [keyOf(call), attempts[at]]));
  const attemptOf = (reading: Reading<unknown>): Attempt =>
    byKey.get(keyOf(reading)) ?? {
      read: false,
      reached: false,
      why: `${machine} was not asked.`,
      errorId: 'died',
    };
  const found = (leaf: Leaf): unknown => {
    if (isTried(leaf)) return partOf(leaf.tried, attemptOf(leaf.tried), machine);
    const attempt = attemptOf(leaf);
    if (!attempt.read) throw fail(leaf, attempt);
    return leaf.as(attempt.found, machine);
  };
  const foundIn = (group: Group) => mapped(group, found);
  return mapped(readings, (part) => {
    if (part === undefined) return undefined;
    if (isList(part)) return part.map(foundIn);
    return isLeaf(part) ? found(part) : foundIn(part);
  }) as World<R>;
}

function mapped<V>(group: Readonly<Record<string, V>>, of: (value: V) => unknown) {
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, of(value)]));
}

/** What cannot be understood was not read: a property that is missing must not look like good health. */
function partOf<T>(reading: Reading<T>, attempt: Attempt, machine: string): Part<T> {
  if (!attempt.read) return attempt;
  try {
    return { read: true, found: reading.as(attempt.found, machine) };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { read: false, reached: true, why: error.message, errorId: error.errorId };
  }
}

function leavesOf(readings: Readings): Leaf[] {
  const parts = Object.values(readings).flatMap((part): readonly (Leaf | Group)[] => {
    if (part === undefined) return [];
    return isList(part) ? part : [part];
  });
  return parts.flatMap((part) => (isLeaf(part) ? [part] : Object.values(part)));
}

function isTried(leaf: Leaf): leaf is Tried<unknown> {
  return 'tried' in leaf;
}

function isList(part: Leaf | Group | readonly Group[]): part is readonly Group[] {
  return Array.isArray(part);
}

function isLeaf(part: Leaf | Group): part is Leaf {
  return 'tried' in part ? 'as' in part.tried : typeof part.as === 'function';
}

function keyOf({ cmdlet, parameters, emptyOn }: Reading<unknown>): string {
  return canonicalJson([cmdlet, parameters, emptyOn]);
}
