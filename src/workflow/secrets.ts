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
    const former = given.carried[name] ?? (await keptKey(parts, operation, about.texts, name));
    const kept = former === undefined ? undefined : await parts.vault.open(former);
    if (typed !== undefined) {
      refs[name] = await parts.vault.seal(typed, label, ttl, 'given');
    } else if (kept !== undefined) {
      refs[name] = await parts.vault.seal(kept, label, ttl, 'kept');
    } else if (arg.secret.makeable) {
      refs[name] = await parts.vault.seal(makeKey(), label, ttl, 'made');
    }
  }
  return refs;
}

/** So many changes to one object at most are looked at for its key. */
const lastOnes = 50;

/** The key that this object has by the newest change of ours to it: added and kept, or removed and put back. */
async function keptKey(
  parts: Records,
  operation: ChangeOperation,
  texts: Record<string, string>,
  name: string,
): Promise<SecretRef | undefined> {
  const setBy = operation.restoresKeyOf;
  if (setBy === undefined) return undefined;
  const { tenant, site } = texts;
  if (tenant === undefined || site === undefined) return undefined;
  for (const request of await parts.store.about({ tenant, site }, lastOnes)) {
    const { args, state } = request;
    const held = args[name];
    if (setBy.includes(request.operation) && state === 'kept') {
      return isSecretRef(held) ? held : undefined;
    }
    if (request.operation !== operation.name) continue;
    // Put back by its undo, it has the key of that undo; gone for good, no key of ours is on it.
    if (state === 'undone' && (request.tookBack ?? 0) > 0) {
      return isSecretRef(held) ? held : undefined;
    }
    if (state === 'kept') return undefined;
  }
  return undefined;
}

/** A key that a step or its undo needs and that has ended: then nothing of it may begin. */
export async function deadSecret(parts: Records, plan: Plan): Promise<boolean> {
  const values = plan.steps
    .flatMap((step) => [step, ...step.undo])
    .flatMap((step) => Object.values(step.parameters));
  for (const value of values) {
    if (isSecretRef(value) && (await parts.vault.open(value)) === undefined) return true;
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

export function isSecretRef(value: unknown): value is SecretRef {
  return typeof value === 'object' && value !== null && 'secret' in value;
}
