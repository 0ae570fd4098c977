import { z } from 'zod';
import { readBy } from '../schema-problems';
import { ConfigError } from './config-error';
import { readText, whyUnread } from './read-text';

const text = z.string().min(1);

/** A key of random bytes has hardly two alike; one that was typed by hand has few. */
function isStrong(hex: string): boolean {
  return new Set(hex.toLowerCase().match(/../g)).size >= 16;
}

const weak = 'is no random key; mtgw keys makes one';

const auditKey = /^([0-9a-f]{2}){32,}$/i;
const vaultKey = /^[0-9a-f]{64}$/i;

/** Those that were replaced, newest first, with commas between them. */
const oldKeys = (shape: RegExp) =>
  z
    .string()
    .transform((keys) => keys.split(/[,\s]+/).filter((key) => key !== ''))
    .pipe(z.array(z.string().regex(shape, 'use the keys as they were, in hexadecimal')))
    .transform((keys) => keys.map((key) => Buffer.from(key, 'hex')));

/** What a process is told by its environment. All of it may stand in `mtgw.yaml` too, but for the secrets. */
export const environmentSchema = z.object({
  MTGW_REDIS_URL: text.optional(),
  MTGW_PREFIX: text.optional(),
  /** A folder for the state of simulated gateways. */
  MTGW_STATE: text.optional(),
  /** Simulated gateways, a clock that can be moved: only the sandbox sets it. */
  MTGW_SANDBOX: z.literal('yes').optional(),
  /** Where the sandbox's own chats are. */
  MTGW_SANDBOX_CHAT: text.optional(),
  MTGW_SANDBOX_TOKEN: text.optional(),
  MTGW_GATEWAYS: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .optional(),
  MTGW_PWSH: text.optional(),
  MTGW_HTTP_HOST: text.optional(),
  MTGW_HTTP_PORT: z.coerce
    .number({ error: 'use a port, like 8080' })
    .int()
    .min(0)
    .max(65_535)
    .optional(),
  MTGW_PUBLIC_URL: z.url({ error: 'use an address like https://mtgw.example' }).optional(),
  MTGW_LOG: z.enum(['silent', 'error', 'warn', 'info']).optional(),
  MTGW_TIMINGS: z.enum(['usual', 'short']).default('usual'),
  MTGW_AUDIT_KEY: z
    .string()
    .regex(auditKey, { error: 'use at least 32 bytes in hexadecimal', abort: true })
    .refine(isStrong, weak),
  MTGW_VAULT_KEY: z
    .string()
    .regex(vaultKey, { error: 'use 32 bytes in hexadecimal', abort: true })
    .refine(isStrong, weak),
  MTGW_AUDIT_KEY_OLD: oldKeys(auditKey).optional(),
  MTGW_VAULT_KEY_OLD: oldKeys(vaultKey).optional(),
  MTGW_SLACK_BOT_TOKEN: text.optional(),
  MTGW_SLACK_SIGNING_SECRET: text.optional(),
  MTGW_TEAMS_PASSWORD: text.optional(),
});

export type Environment = z.infer<typeof environmentSchema>;

const secrets = [
  'MTGW_AUDIT_KEY',
  'MTGW_VAULT_KEY',
  'MTGW_AUDIT_KEY_OLD',
  'MTGW_VAULT_KEY_OLD',
  'MTGW_SLACK_BOT_TOKEN',
  'MTGW_SLACK_SIGNING_SECRET',
  'MTGW_TEAMS_PASSWORD',
] as const;

/**
 * Put each secret that stands in a file in the place of the file's name: what root may read is handed over so to a
 * process that may not, as service managers do.
 */
export function openSecrets(env: NodeJS.ProcessEnv): {
  given: NodeJS.ProcessEnv;
  problems: string[];
} {
  const problems: string[] = [];
  // A line that was left empty in a service's file arrives as an empty text: it is not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  for (const name of secrets) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    try {
      given[name] = readText(path).trim();
      delete given[`${name}_FILE`];
    } catch (error) {
      problems.push(`${name}_FILE: ${path} ${whyUnread(error)}`);
    }
  }
  return { given, problems };
}

/**
 * Read the environment. A secret may stand in a file instead, named by the same variable with `_FILE` behind it, as
 * service managers and containers hand them over.
 * @throws ConfigError with everything that is missing or wrong, and never a value
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const { given, problems } = openSecrets(env);
  const checked = readBy(environmentSchema, given);
  const data = 'data' in checked ? checked.data : undefined;
  for (const { path, sentence } of 'problems' in checked ? checked.problems : []) {
    const name = String(path[0]);
    if (problems.some((problem) => problem.startsWith(`${name}_FILE:`))) continue;
    const isSet = given[name] !== undefined;
    problems.push(`${name}: ${isSet ? sentence : 'is not set'}`);
  }
  const { MTGW_AUDIT_KEY: audit, MTGW_VAULT_KEY: vault } = data ?? {};
  if (audit !== undefined && audit.toLowerCase() === vault?.toLowerCase()) {
    problems.push('MTGW_VAULT_KEY: is the same as MTGW_AUDIT_KEY; mtgw keys makes one of each');
  }
  if (data !== undefined && problems.length === 0) return data;
  const lines = problems.map((problem) => `  ${problem}`);
  throw new ConfigError(`The environment is not complete:\n${lines.join('\n')}`);
}
