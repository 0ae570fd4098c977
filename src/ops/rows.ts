import type { z } from 'zod';
import { GatewayError } from '../errors';
import type { Tenant } from '../world/inventory';
import type { PsValue } from '../ports/shells';
import { bounded } from './cim-fields';
import { sameName } from './same-name';

/** A row that is not as such rows are known to be. What of it could be read says whose it is. */
export interface OddRow {
  gateway: string;
  cmdlet: string;
  /** What is missing in it, or is not what it should be. */
  property: string;
  name: string | undefined;
  routingDomain: string | undefined;
}

/** What a cmdlet gave, row by row: one odd row of one tenant must not hide those of all. */
export interface Rows<T> {
  rows: T[];
  odd: OddRow[];
}

/** Take an answer apart row by row. `name` is the property that names its things. */
export function readRows<T>(
  schema: z.ZodType<T>,
  answer: PsValue[],
  from: { gateway: string; cmdlet: string; name: string },
): Rows<T> {
  const read: Rows<T> = { rows: [], odd: [] };
  const whole = bounded(schema);
  for (const row of answer) {
    const parsed = whole.safeParse(row);
    if (parsed.success) {
      read.rows.push(parsed.data);
      continue;
    }
    const { gateway, cmdlet } = from;
    const property = String(parsed.error.issues[0]?.path[0] ?? 'properties');
    const [name, routingDomain] = [textIn(row, from.name), textIn(row, 'RoutingDomain')];
    read.odd.push({ gateway, cmdlet, property, name, routingDomain });
  }
  return read;
}

/**
 * All or nothing: where one that is missing would look like one that is gone.
 * @throws GatewayError
 */
export function everyRow<T>(
  schema: z.ZodType<T>,
  answer: PsValue[],
  from: { gateway: string; cmdlet: string },
): T[] {
  const whole = bounded(schema);
  return answer.map((row) => {
    const parsed = whole.safeParse(row);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const why = `its answer was not understood: ${issue?.path.join('.')} ${issue?.message}`;
    const { gateway: target, cmdlet } = from;
    throw new GatewayError(why, { target, cmdlet, errorId: 'not-understood' });
  });
}

function textIn(row: PsValue, property: string): string | undefined {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
  const value = row[property];
  return typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined;
}

/**
 * Before a thing is said not to be there: no odd row may be it. One without a name may be, in its own routing domain.
 * @throws GatewayError
 */
export function requireUnderstood(
  odd: readonly OddRow[],
  thing: { name: string; routingDomain: string },
): void {
  const itself = odd.find(({ name, routingDomain }) =>
    name === undefined
      ? routingDomain === undefined || sameName(routingDomain, thing.routingDomain)
      : sameName(name, thing.name),
  );
  if (itself !== undefined) throw notUnderstood(itself, itself.name ?? `what may be ${thing.name}`);
}

/**
 * Where every row is about what is asked.
 * @throws GatewayError
 */
export function requireAllUnderstood(odd: readonly OddRow[], what: string): void {
  const [first] = odd;
  if (first !== undefined) throw notUnderstood(first, what);
}

function notUnderstood({ gateway, cmdlet, property }: OddRow, what: string): GatewayError {
  const sentence = `${gateway} gives ${what} no usable ${property} (${cmdlet}), so it cannot be judged. Look at it on the gateway.`;
  return new GatewayError(sentence, { target: gateway, cmdlet, errorId: 'not-understood' });
}

/** What was left out, a sentence each. What another tenant has is not named. */
export function oddNotes(odd: readonly OddRow[], owner: Tenant | undefined): string[] {
  const notes = odd.map(({ gateway, cmdlet, property, name, routingDomain }) => {
    const isOwn =
      owner === undefined ||
      (routingDomain !== undefined && sameName(routingDomain, owner.routingDomain));
    const what = isOwn ? (name ?? 'a row without a name') : 'something of another tenant';
    return `${gateway} gives ${what} no usable ${property} (${cmdlet}), so it was left out here.`;
  });
  return [...new Set(notes)];
}
