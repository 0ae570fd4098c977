import type { ParameterValue, SecretRef } from '../../../approvals/plan';
import type { Command } from '../../ports/shells';
import type { Vault } from '../../ports/vault';
import type { Writable } from './clixml/write';
import type { OpenCommand } from './request';

export type Opened =
  | { opened: true; commands: OpenCommand[]; values: string[] }
  /** A sentence for a person: nothing was sent. */
  | { opened: false; why: string };

class Ended extends Error {}

/**
 * Open what the commands refer to. The values come back apart too, so that they can be taken out of whatever the
 * gateway says.
 */
export async function openSecrets(
  vault: Pick<Vault, 'open'>,
  commands: readonly Command[],
): Promise<Opened> {
  const values: string[] = [];

  async function open(value: ParameterValue): Promise<Writable> {
    if (isSecretRef(value)) {
      const secret = await vault.open(value);
      if (secret === undefined) throw new Ended();
      values.push(secret);
      return secret;
    }
    if (Array.isArray(value)) return Promise.all(value.map(open));
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(async ([key, held]) => [key, await open(held)]);
      return Object.fromEntries(await Promise.all(entries));
    }
    return value;
  }

  const opened: OpenCommand[] = [];
  for (const { cmdlet, parameters } of commands) {
    const entries: [string, Writable][] = [];
    for (const [name, value] of Object.entries(parameters)) {
      try {
        entries.push([name, await open(value)]);
      } catch (problem) {
        if (!(problem instanceof Ended)) throw problem;
        return {
          opened: false,
          why: `The secret for -${name} of ${cmdlet} has ended and cannot be used any more. Ask for the change again with a new one.`,
        };
      }
    }
    opened.push({ cmdlet, parameters: Object.fromEntries(entries) });
  }
  return { opened: true, commands: opened, values };
}

function isSecretRef(value: ParameterValue): value is SecretRef {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { secret?: unknown }).secret === 'string' &&
    Object.keys(value).every((key) => key === 'secret' || key === 'origin')
  );
}
