import { randomBytes } from 'node:crypto';

/** `mtgw keys`: the two keys of a new installation, as lines of an environment file. Nothing is kept of them. */
export function printKeys(): number {
  for (const name of ['MTGW_AUDIT_KEY', 'MTGW_VAULT_KEY']) {
    process.stdout.write(`${name}=${randomBytes(32).toString('hex')}\n`);
  }
  return 0;
}
