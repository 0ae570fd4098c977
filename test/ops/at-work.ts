import type { DraftPlan, State } from '../../approvals/plan';
import type { About, GateSeen, Operation } from '../../src/ops/operation';
import type { Readings, World } from '../../src/ops/reading';
import type { Completion } from '../../src/ports/queue';
import type { Message } from '../../src/message';

/** Reads what an operation asks for, from whatever a test has in the place of a gateway. */
export type Read = <R extends Readings>(readings: R) => Promise<World<R>>;

/** An operation where it is at work: what it reads is read, and what it makes of that comes back. */
export interface AtWork {
  about: About;
  read: Read;
}

type Texts = Record<string, string>;

/** @throws Error for a query */
export async function planAt(
  { about, read }: AtWork,
  operation: Operation,
  args: never,
): Promise<DraftPlan> {
  if (operation.kind !== 'change') throw new Error(`${operation.name} changes nothing`);
  return operation.plan(args, await read(operation.reads(args, about)), about);
}

/** What one look shows. @throws Error for a query */
export async function lookAt(
  { about, read }: AtWork,
  operation: Operation,
  args: never,
): Promise<{ state(): State; gates(): GateSeen[]; ending(): string | undefined }> {
  if (operation.kind !== 'change') throw new Error(`${operation.name} changes nothing`);
  const seen = await read(operation.looks(args, about));
  return {
    state: () => operation.stateOf(args, seen, about),
    gates: () => operation.gates?.(args, seen, about) ?? [],
    ending: () => operation.ending?.(args, seen, about),
  };
}

/** The observed state alone. */
export async function stateAt(at: AtWork, operation: Operation, args: never): Promise<State> {
  return (await lookAt(at, operation, args)).state();
}

/** The first gate. @throws Error where there is none */
export async function gateAt(
  at: AtWork,
  operation: Operation,
  args: never,
): Promise<Pick<GateSeen, 'held' | 'sentence'>> {
  const [gate] = (await lookAt(at, operation, args)).gates();
  if (gate === undefined) throw new Error(`${operation.name} has no gate`);
  const { held, sentence } = gate;
  return { held, sentence };
}

/** What is filled in; the words themselves where nothing is. */
export async function completeAt(
  { about, read }: AtWork,
  { completing }: Operation,
  texts: Texts,
): Promise<Completion> {
  if (completing === undefined) return { kind: 'ready', args: texts };
  const readings = completing.reads(texts, about);
  return completing.complete(texts, readings && (await read(readings)), about);
}

/** @throws Error for a change */
export async function answerAt(
  { about, read }: AtWork,
  operation: Operation,
  args: never,
): Promise<Message> {
  if (operation.kind !== 'query') throw new Error(`${operation.name} answers nothing`);
  const world = await read(operation.reads(args, about));
  const more = operation.more && (await read(operation.more(args, world, about)));
  return operation.answer(args, world, about, more);
}
