import type { SecretRef } from '../../approvals/plan';
import type { ChangeRequest } from '../../approvals/request';
import type { Records } from './parts';
import { isSecretRef } from './secrets';

/** What makes two requests the same: a key that somebody typed makes each another one. */
type Asked = Pick<ChangeRequest, 'line' | 'gateway' | 'args'>;

/**
 * The request that asks for the same already and has not ended: the first of them, by its number.
 * @param before only those that were asked before this one
 */
export async function twinOf(
  { store }: Pick<Records, 'store'>,
  asked: Asked,
  before?: string,
): Promise<ChangeRequest | undefined> {
  if (hasTypedKey(asked)) return undefined;
  const twins = (await store.open()).filter(
    (one) => one.line === asked.line && one.gateway === asked.gateway && !hasTypedKey(one),
  );
  const [first] = twins.toSorted((one, other) => numberOf(one.id) - numberOf(other.id));
  if (first === undefined || before === undefined) return first;
  return numberOf(first.id) < numberOf(before) ? first : undefined;
}

function hasTypedKey({ args }: Asked): boolean {
  const refs = Object.values(args).filter((value): value is SecretRef => isSecretRef(value));
  return refs.some(({ origin }) => origin === 'given');
}

function numberOf(id: string): number {
  return Number(id.replace(/^\D+/, ''));
}
