import type { PolicyInForce } from '../../approvals/policy';
import type { SecretRef } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import { makeKey } from '../ops/args/secret';
import type { ChangeOperation } from '../ops/operation';
import type { Records } from './parts';

/**
 * Seal what was typed, take the key that an earlier change set if it is still sealed, or make one. Afterwards the
 * request holds references only.
 */
export async function sealSecrets(
  parts: Records,
  operation: ChangeOperation,
  about: { id: string; texts: Record<string, string>; policy: PolicyInForce },
  typed: Record<string, string>,
): Promise<Record<string, SecretRef>> {
  const { policy } = about;
  const hour = 3_600_000;
  const ttl = policy.expiresAfterMs + policy.confirmWithinMs + hour + parts.settings.keepKeysMs;
  const refs: Record<string, SecretRef> = {};
  for (const [name, arg] of Object.entries(operation.args)) {
    if (arg.secret === undefined) continue;
    const label = `${about.id} ${name}`;
    const value = typed[name];
    if (value !== undefined) {
      refs[name] = await parts.vault.seal(value, label, ttl, 'given');
    } else if (arg.secret.makeable) {
      refs[name] =
        (await keptKey(parts, operation, about.texts, name)) ??
        (await parts.vault.seal(makeKey(), label, ttl, 'made'));
    }
  }
  return refs;
}

/** The key that the newest kept change set for the same object, while it is sealed. */
async function keptKey(
  parts: Records,
  operation: ChangeOperation,
  texts: Record<string, string>,
  name: string,
): Promise<SecretRef | undefined> {
  if (operation.restoresKeyOf === undefined) return undefined;
  for (const request of await parts.store.recent(500)) {
    const same =
      request.state === 'kept' &&
      operation.restoresKeyOf.includes(request.operation) &&
      request.args['tenant'] === texts['tenant'] &&
      request.args['site'] === texts['site'];
    const held = same ? request.args[name] : undefined;
    if (!isSecretRef(held)) continue;
    return (await parts.vault.open(held)) === undefined
      ? undefined
      : { secret: held.secret, origin: 'kept' };
  }
  return undefined;
}

/** When nothing came of a change its secrets are of no use to anybody. */
export async function dropSecrets(parts: Records, request: ChangeRequest): Promise<void> {
  for (const value of Object.values(request.args)) {
    if (!isSecretRef(value) || value.origin === 'kept') continue;
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
