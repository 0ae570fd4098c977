import { constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';
import { z } from 'zod';
import type { ParameterValue, SecretRef } from '../../../approvals/plan';
import type { Command, PsValue, Vault } from '../../ports';
import type { Writable } from './clixml/write';

/** A command as it is sent: plain values in one table, secrets in another, encrypted for the one process. */
export type SealedCommand = {
  command: string;
  parameters: { [name: string]: Writable };
  sealed?: { [name: string]: string[] };
};

const keyAnswer = z.object({ modulus: z.string(), exponent: z.string() });

/** The public key that a process made for itself, from its answer to `ask: 'key'`. */
export function readKey(answer: PsValue): KeyObject {
  const { modulus, exponent } = keyAnswer.parse(answer);
  const url = (base64: string) => Buffer.from(base64, 'base64').toString('base64url');
  return createPublicKey({
    key: { kty: 'RSA', n: url(modulus), e: url(exponent) },
    format: 'jwk',
  });
}

/** OAEP with SHA-1 is what Windows PowerShell 5.1 can undo; 2048 bits leave 214 bytes for a piece. */
const PIECE_BYTES = 200;

function encrypt(value: string, key: KeyObject): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    pieces.push(publicEncrypt({ key, padding, oaepHash: 'sha1' }, piece).toString('base64'));
  }
  return pieces;
}

export function hasSecrets(commands: readonly Command[]): boolean {
  return commands.some(({ parameters }) => Object.values(parameters).some(isSecretRef));
}

/** A secret may only be a whole parameter: the sentence for one that stands deeper, else undefined. */
export function misplacedSecret({ cmdlet, parameters }: Command): string | undefined {
  const name = Object.keys(parameters).find((key) => {
    const value = parameters[key];
    return value !== undefined && !isSecretRef(value) && holdsSecret(value);
  });
  if (name === undefined) return undefined;
  return `${cmdlet} is refused: -${name} holds a secret among other values, and only a whole parameter can be one.`;
}

export type Opened =
  | { opened: true; commands: SealedCommand[]; values: string[] }
  | { opened: false; why: string };

/**
 * Open what the commands refer to and encrypt it for the process with `key`. The values come back too, so that
 * they can be taken out of whatever the gateway says.
 */
export async function openSecrets(
  vault: Pick<Vault, 'open'>,
  commands: readonly Command[],
  key: KeyObject | undefined,
): Promise<Opened> {
  const values: string[] = [];
  const opened: SealedCommand[] = [];
  for (const { cmdlet, parameters } of commands) {
    const plain: [string, Writable][] = [];
    const sealed: [string, string[]][] = [];
    for (const [name, value] of Object.entries(parameters)) {
      if (!isSecretRef(value)) {
        plain.push([name, value as Writable]);
        continue;
      }
      const secret = await vault.open(value);
      if (secret === undefined || key === undefined) {
        return {
          opened: false,
          why: `The secret for -${name} of ${cmdlet} has ended and cannot be used any more. Ask for the change again with a new one.`,
        };
      }
      values.push(secret);
      sealed.push([name, encrypt(secret, key)]);
    }
    const command: SealedCommand = { command: cmdlet, parameters: Object.fromEntries(plain) };
    if (sealed.length > 0) command.sealed = Object.fromEntries(sealed);
    opened.push(command);
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

function holdsSecret(value: ParameterValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isSecretRef(value) || Object.values(value).some(holdsSecret);
}
