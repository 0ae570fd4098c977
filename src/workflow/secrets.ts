import type { PolicyInForce } from '../../approvals/policy';
import type { Plan, SecretRef } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { makeKey } from '../ops/args/secret';
import type { ChangeOperation } from '../ops/operation';
import type { Records } from './parts';

/** What a new request seals: typed values, and references of an earlier request whose secrets it goes on with. */
export interface Given {
  typed: Record<string, string>;
  carried: Record<string, SecretRef>;
}

/**
 * Seal what was typed, go on with the key of an earlier change while it is sealed, or make one. Every request has
 * sealed copies of its own, which last as long as it may need them.
 */
export async function sealSecrets(
  parts: Records,
  operation: ChangeOperation,
  about: { id: string; texts: Record<string, string>; policy: PolicyInForce },
  given: Given,
): Promise<Record<string, SecretRef>> {
  const { policy } = about;
  const hour = 3_600_000;
  const ttl = policy.expiresAfterMs + policy.confirmWithinMs + hour + parts.settings.keepKeysMs;
  const refs: Record<string, SecretRef> = {};
  for (const [name, arg] of Object.entries(operation.args)) {
    if (arg.secret === undefined) continue;
    const label = `${about.id} ${name}`;
    const typed = given.typed[name];
    if (typed !== undefined) {
      refs[name] = await parts.vault.seal(typed, label, ttl, 'given');
      continue;
    }
    const former = given.carried[name] ?? (await keptKey(parts, operation, about.texts, name));
    const kept = former && (await parts.vault.reseal(former, label, ttl));
    if (kept !== undefined) refs[name] = kept;
    else if (arg.secret.makeable) {
      refs[name] = await parts.vault.seal(makeKey(), label, ttl, 'made');
    }
  }
  return refs;
}

/** So many changes to one object at most are looked at for its key. */
const lastOnes = 50;

/**
 * The key that this object has by the change of ours that ran last on it. They run one after the other, because each
 * holds its tenant to its end: so the one that ended last ran last, whenever it was asked.
 */
async function keptKey(
  parts: Records,
  operation: ChangeOperation,
  texts: Record<string, string>,
  name: string,
): Promise<SecretRef | undefined> {
  if (operation.restoresKeyOf === undefined) return undefined;
  const { tenant, site } = texts;
  if (tenant === undefined || site === undefined) return undefined;
  const requests = await parts.store.about({ tenant, site }, lastOnes);
  for (const request of requests.toSorted((a, b) => b.stateSince - a.stateSince)) {
    const left = keyLeftBy(request, operation, name);
    if (left !== 'no change') return left;
  }
  return undefined;
}

/** The key that an ended change left on the object. Undefined where it left none of ours, or nobody can tell. */
function keyLeftBy(
  { operation, args, state, found, startedRun, tookBack }: ChangeRequest,
  { name: removal, restoresKeyOf = [] }: ChangeOperation,
  name: string,
): SecretRef | undefined | 'no change' {
  const sets = restoresKeyOf.includes(operation);
  if (!sets && operation !== removal) return 'no change';
  const held = args[name];
  const own = isSecretRef(held) ? held : undefined;
  switch (state) {
    case 'kept':
      return sets ? own : undefined;
    case 'closed':
      // By a person, who had the reading before them.
      if (startedRun === 0 || found === 'not-applied') return 'no change';
      return sets && found === 'applied' ? own : undefined;
    case 'undone':
      // A removal that was put back has the key of that undo.
      return !sets && (tookBack ?? 0) > 0 ? own : 'no change';
    default:
      return 'no change';
  }
}

/** A key that a step or its undo needs and that has ended: then nothing of it may begin. */
export async function deadSecret(parts: Records, plan: Plan): Promise<boolean> {
  const values = plan.steps
    .flatMap((step) => [step, ...step.undo])
    .flatMap((step) => Object.values(step.parameters));
  for (const value of values) {
    if (isSecretRef(value) && !(await parts.vault.has(value))) return true;
  }
  return false;
}

/** When nothing came of a change its secrets are of no use to anybody. */
export async function dropSecrets(parts: Records, request: ChangeRequest): Promise<void> {
  for (const value of Object.values(request.args)) {
    if (!isSecretRef(value)) continue;
    try {
      await parts.vault.drop(value);
    } catch (error) {
      parts.log.warn({ request: request.id, err: error }, 'a secret ends by itself later');
    }
  }
}

/** Tells a stored argument that the vault keeps from one that stands there itself. */
export function isSecretRef(value: unknown): value is SecretRef {
  return typeof value === 'object' && value !== null && 'secret' in value;
}
