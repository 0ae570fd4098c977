import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { type Policy, policySchema } from '../approvals/policy';
import { channelsSchema } from './channels';
import { type Inventory, inventorySchema } from './inventory';
import { packageRoot } from './package-root';
import { peopleSchema } from './people';

/* The only reader of the environment and of the configuration files. It tells all problems at once. */

export interface Config {
  inventory: Inventory;
  people: z.infer<typeof peopleSchema>;
  channels: z.infer<typeof channelsSchema>;
  policy: Policy;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const files = {
  inventory: { name: 'inventory.yaml', schema: inventorySchema },
  people: { name: 'people.yaml', schema: peopleSchema },
  channels: { name: 'channels.yaml', schema: channelsSchema },
  policy: { name: 'policy.yaml', schema: policySchema },
} as const;

/** The policy that is shipped; a configuration directory may bring its own `policy.yaml`. */
const defaultPolicy = join(packageRoot, 'approvals', 'policies', 'default.yaml');

/**
 * Read a configuration directory.
 * @throws ConfigError with every problem of every file, a line each
 */
export function readConfig(directory: string): Config {
  const problems: string[] = [];
  const read = <T>(path: string, label: string, schema: z.ZodType<T>): T | undefined => {
    const found = readYaml(path, label, problems);
    if (found === undefined) return undefined;
    const checked = schema.safeParse(found.value);
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues) {
      problems.push(`${label}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
    }
    return undefined;
  };
  const of = (key: keyof typeof files) => join(directory, files[key].name);
  const inventory = read(of('inventory'), files.inventory.name, files.inventory.schema);
  const people = read(of('people'), files.people.name, files.people.schema);
  const channels = read(of('channels'), files.channels.name, files.channels.schema);
  const own = existsSync(of('policy'));
  const policy = read(
    own ? of('policy') : defaultPolicy,
    own ? files.policy.name : 'approvals/policies/default.yaml',
    files.policy.schema,
  );
  if (!inventory || !people || !channels || !policy || problems.length > 0) {
    throw new ConfigError(
      [`The configuration in ${directory} is not right:`, ...problems.map((p) => `  ${p}`)].join(
        '\n',
      ),
    );
  }
  return { inventory, people, channels, policy };
}

function readYaml(path: string, label: string, problems: string[]): { value: unknown } | undefined {
  if (!existsSync(path)) {
    problems.push(`${label}: the file is missing`);
    return undefined;
  }
  try {
    return { value: parse(readFileSync(path, 'utf8'), { prettyErrors: true }) };
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line;
    problems.push(
      `${label}${line === undefined ? '' : `, line ${line}`}: ${error.message.split('\n')[0]}`,
    );
    return undefined;
  }
}

const processSchema = z.object({
  MTGW_CONFIG: z.string().min(1),
  MTGW_REDIS_URL: z.string().min(1),
  MTGW_PREFIX: z.string().default('mtgw'),
  MTGW_STATE: z.string().min(1),
  /** Where the sandbox's chats are; only the sandbox sets it. */
  MTGW_SANDBOX_CHAT: z.string().optional(),
  MTGW_SANDBOX_TOKEN: z.string().optional(),
  /** The gateways that this worker serves, with commas; all of the inventory when left out. */
  MTGW_GATEWAYS: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .optional(),
  MTGW_PWSH: z.string().optional(),
  MTGW_AUDIT_KEY: z.string().regex(/^[0-9a-f]{64,}$/i, 'use at least 32 bytes in hexadecimal'),
  MTGW_VAULT_KEY: z.string().regex(/^[0-9a-f]{64}$/i, 'use 32 bytes in hexadecimal'),
  MTGW_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** The address under which people reach the one-time pages, without a slash at its end. */
  MTGW_PUBLIC_URL: z.url().optional(),
  MTGW_LOG: z.enum(['silent', 'error', 'warn', 'info']).default('info'),
  MTGW_TIMINGS: z.enum(['usual', 'short']).default('usual'),
});

/** What one process of the bot is told by its environment. */
export interface ProcessConfig {
  config: Config;
  redisUrl: string;
  prefix: string;
  /** A folder of its own, for the simulator's state and the like. */
  stateDirectory: string;
  sandbox: { chatUrl: string; token: string } | undefined;
  powershell: string | undefined;
  /** The boundary takes a short list out of it for PowerShell. */
  environment: NodeJS.ProcessEnv;
  /** What a worker serves. */
  gateways: readonly string[];
  auditKey: Buffer;
  vaultKey: Buffer;
  httpPort: number;
  publicUrl: string | undefined;
  logLevel: 'silent' | 'error' | 'warn' | 'info';
  /** 'short' is for tests that kill things: a dead worker is noticed sooner. */
  timings: 'usual' | 'short';
}

/** @throws ConfigError with everything that is missing or wrong */
export function readProcessConfig(env: NodeJS.ProcessEnv = process.env): ProcessConfig {
  const checked = processSchema.safeParse(env);
  if (!checked.success) {
    const lines = checked.error.issues.map(
      (issue) =>
        `  ${issue.path.join('.')}: ${env[String(issue.path[0])] === undefined ? 'is not set' : issue.message}`,
    );
    throw new ConfigError(['The environment is not complete:', ...lines].join('\n'));
  }
  const set = checked.data;
  const config = readConfig(set.MTGW_CONFIG);
  const all = Object.keys(config.inventory.gateways);
  const gateways = set.MTGW_GATEWAYS ?? all;
  const stranger = gateways.find((name) => !all.includes(name));
  if (stranger !== undefined) {
    throw new ConfigError(
      `MTGW_GATEWAYS names ${stranger}, which is not in the inventory: ${all.join(', ')}.`,
    );
  }
  const { MTGW_SANDBOX_CHAT: chatUrl, MTGW_SANDBOX_TOKEN: token } = set;
  return {
    config,
    gateways,
    redisUrl: set.MTGW_REDIS_URL,
    prefix: set.MTGW_PREFIX,
    stateDirectory: set.MTGW_STATE,
    sandbox: chatUrl && token ? { chatUrl, token } : undefined,
    powershell: set.MTGW_PWSH,
    environment: env,
    auditKey: Buffer.from(set.MTGW_AUDIT_KEY, 'hex'),
    vaultKey: Buffer.from(set.MTGW_VAULT_KEY, 'hex'),
    httpPort: set.MTGW_HTTP_PORT,
    publicUrl: set.MTGW_PUBLIC_URL,
    logLevel: set.MTGW_LOG,
    timings: set.MTGW_TIMINGS,
  };
}

/** The programs that the sandbox starts itself. */
export interface FoundPrograms {
  redisServer: string;
  redisArguments: string[];
  powershell: string;
  /** What a child process of the bot inherits: enough to find programs, nothing more. */
  environment: NodeJS.ProcessEnv;
}

const foundSchema = z.object({
  redisServer: z.string().optional(),
  redisArguments: z.array(z.string()).default([]),
  powershell: z.string().optional(),
});

/** What set-up found on this machine; without its note, the usual names on the PATH. */
export function findPrograms(): FoundPrograms {
  const note = join(packageRoot, '.cache', 'setup.json');
  const found = foundSchema.parse(existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : {});
  const passed = [
    'PATH',
    'Path',
    'HOME',
    'USERPROFILE',
    'TEMP',
    'TMP',
    'TMPDIR',
    'SystemRoot',
    'DOTNET_ROOT',
  ];
  return {
    redisServer: found.redisServer ?? 'redis-server',
    redisArguments: found.redisArguments,
    powershell: found.powershell ?? 'pwsh',
    environment: Object.fromEntries(
      passed.flatMap((name) =>
        process.env[name] === undefined ? [] : [[name, process.env[name]]],
      ),
    ),
  };
}
