import { resolve } from 'node:path';
import { type ChatsConfig, chatsOf } from './chats';
import { ConfigError } from './config-error';
import { type Config, readConfig } from './directory';
import { type Environment, readEnvironment } from './environment';
import { findPrograms } from './programs';
import { readProxy } from './proxy';
import { isSimulated } from './simulated';

/** What one process of the bot is told by its configuration directory and its environment. */
export interface ProcessConfig {
  config: Config;
  /** Where it was read: people and policy are read again when their files change. */
  directory: string;
  redisUrl: string;
  prefix: string;
  /** Where simulated gateways keep their state. */
  stateDirectory: string;
  /** Its gateways are simulated, though its chats are not: all that it says must say so. */
  simulated: boolean;
  sandbox: boolean;
  /**
   * The chats that a chat role speaks in; a worker needs none of their secrets.
   * @throws ConfigError for one whose secrets are not in the environment, and for a proxy that cannot be used
   */
  chats(): ChatsConfig;
  powershell: string;
  /** The boundary takes a short list out of it for PowerShell. */
  environment: NodeJS.ProcessEnv;
  /** What a worker serves. */
  gateways: readonly string[];
  /** The present one, and behind it those that it replaced. */
  auditKey: readonly [Buffer, ...Buffer[]];
  vaultKey: Buffer;
  /** Those that it replaced, newest first: for putting what they sealed under the present one, and nothing else. */
  oldVaultKeys: readonly Buffer[];
  http: { host: string; port: number };
  publicUrl: string | undefined;
  logLevel: 'silent' | 'error' | 'warn' | 'info';
  /** 'short' is for tests that kill things: a dead worker is noticed sooner. */
  timings: 'usual' | 'short';
}

/**
 * Read what a process is told. The environment comes before `mtgw.yaml`.
 * @param named the configuration directory; `MTGW_CONFIG` names it when left out
 * @throws ConfigError with everything that is missing or wrong
 */
export function readProcessConfig(
  named?: string,
  env: NodeJS.ProcessEnv = process.env,
): ProcessConfig {
  const directory = requireDirectory(named, env);
  const [config, set] = both(
    () => readConfig(directory),
    () => readEnvironment(env),
  );
  const { bot } = config;
  const publicUrl = (set.MTGW_PUBLIC_URL ?? bot.http.publicUrl)?.replace(/\/+$/, '');
  const sandbox = set.MTGW_SANDBOX === 'yes';
  // The sandbox says by itself what it is, and may have one of its gateways behind SSH.
  const simulated = !sandbox && isSimulated(config.inventory);
  const prefix = set.MTGW_PREFIX ?? bot.redis.prefix ?? 'mtgw';
  const host = set.MTGW_HTTP_HOST ?? bot.http.listen ?? '127.0.0.1';
  return {
    config,
    directory,
    redisUrl: set.MTGW_REDIS_URL ?? bot.redis.url ?? 'redis://127.0.0.1:6379',
    // What was asked of a simulated gateway is never found again by a bot that has a real one of that name.
    prefix: simulated ? `${prefix}-simulated` : prefix,
    stateDirectory: set.MTGW_STATE ?? simulatedIn(directory),
    simulated,
    sandbox,
    chats: () => chatsOf(bot, set, { publicUrl, host, proxyFor: readProxy(env) }),
    powershell: set.MTGW_PWSH ?? bot.powershell ?? findPrograms().powershell,
    environment: env,
    gateways: servedOf(config, set),
    auditKey: [Buffer.from(set.MTGW_AUDIT_KEY, 'hex'), ...(set.MTGW_AUDIT_KEY_OLD ?? [])],
    vaultKey: Buffer.from(set.MTGW_VAULT_KEY, 'hex'),
    oldVaultKeys: set.MTGW_VAULT_KEY_OLD ?? [],
    http: {
      host,
      port: set.MTGW_HTTP_PORT ?? bot.http.port ?? (set.MTGW_SANDBOX ? 0 : 8080),
    },
    publicUrl,
    logLevel: set.MTGW_LOG ?? bot.log ?? 'info',
    timings: set.MTGW_TIMINGS,
  };
}

/** The files alone, for what needs no secrets. @throws ConfigError */
export function readFiles(named?: string, env: NodeJS.ProcessEnv = process.env): Config {
  return readConfig(requireDirectory(named, env));
}

/** What is simulated, and where; it needs no secrets. */
export interface Simulation {
  inventory: Config['inventory'];
  stateDirectory: string;
  powershell: string;
  environment: NodeJS.ProcessEnv;
}

/** @throws ConfigError when the gateways are real */
export function readSimulation(named?: string, env: NodeJS.ProcessEnv = process.env): Simulation {
  const { inventory, bot } = readFiles(named, env);
  if (!isSimulated(inventory)) {
    throw new ConfigError(
      'inventory.yaml: no gateway is simulated, so there is nothing to simulate. The target of a simulated one is { kind: simulator }; docs/first-change.md has a whole example.',
    );
  }
  const stateDirectory = env['MTGW_STATE'] || simulatedIn(requireDirectory(named, env));
  const powershell = env['MTGW_PWSH'] || (bot.powershell ?? findPrograms().powershell);
  return { inventory, stateDirectory, powershell, environment: env };
}

/** Beside the files that describe them. */
function simulatedIn(directory: string): string {
  return resolve(directory, 'simulated');
}

function requireDirectory(named: string | undefined, env: NodeJS.ProcessEnv): string {
  const directory = named ?? env['MTGW_CONFIG'];
  if (directory === undefined || directory === '') throw new ConfigError(threeWaysOn);
  return directory;
}

const threeWaysOn = `mtgw has no configuration yet. Three ways on:
  npm start                               the sandbox: gateways and both chats on this machine, nothing to configure
  cp -r examples/config DIRECTORY         a complete example; fill it in, then: mtgw all --config DIRECTORY
  docs/install.md                         what each file and variable means, step by step`;

/** The problems of both are told at once: whoever fills them in should not have to start twice. */
function both<A, B>(first: () => A, second: () => B): [A, B] {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const results = [attempt(first), attempt(second)];
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return results as [A, B];
}

function servedOf(config: Config, set: Environment): readonly string[] {
  const all = Object.keys(config.inventory.gateways);
  const source = set.MTGW_GATEWAYS === undefined ? 'mtgw.yaml: gateways' : 'MTGW_GATEWAYS';
  const served = set.MTGW_GATEWAYS ?? config.bot.gateways ?? all;
  const stranger = served.find((name) => !all.includes(name));
  if (stranger === undefined) return served;
  throw new ConfigError(
    `${source} names ${stranger}, which is not in the inventory: ${all.join(', ')}.`,
  );
}
