import type { SecretOrigin, SecretRef } from '../../approvals/plan';

export interface Vault {
  /** Seal a value; it ends after `ttlMs`. The label says what it is, never what it holds. Origin: 'given' when left out. */
  seal(value: string, label: string, ttlMs: number, origin?: SecretOrigin): Promise<SecretRef>;
  /** Undefined when it has ended; `has` tells that without opening it to the caller. */
  open(ref: SecretRef): Promise<string | undefined>;
  has(ref: SecretRef): Promise<boolean>;
  /** A sealed copy under a name and a time of its own, made inside the vault. Undefined when it has ended. */
  reseal(ref: SecretRef, label: string, ttlMs: number): Promise<SecretRef | undefined>;
  drop(ref: SecretRef): Promise<void>;
}
