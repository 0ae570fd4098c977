import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createChangeQueue } from '../adapters/redis/change-queue';
import { connect, whenReady } from '../adapters/redis/connect';
import { openRecords } from '../adapters/redis/records';
import { forgetRequests } from '../adapters/redis/forget-requests';
import { createSandboxClock } from '../adapters/redis/sandbox-clock';
import { createWorkLeft } from '../adapters/redis/work-left';
import { readConfig } from '../config/directory';
import type { FoundPrograms } from '../config/programs';
import { packageRoot } from '../package-root';
import { UserError } from '../errors';
import type { Log } from '../ports/log';
import { childPids } from './child-pids';
import { faultButtons } from './fault-buttons';
import { createSimulatedGateways, gatewayNames, type SimulatedGateways } from './gateways';
import { cmdletBegins, journalMark } from './journal';
import type { Outside } from './outside';
import { openPage, sandboxConfig } from './page-outside';
import { openRealChats } from './real-outside';
import { copyWithTargets } from './remote/inventory-targets';
import { openRemoteGateways } from './remote/remote-gateways';
import { startRedis } from './redis-process';
import { beginStarting, type Started } from './started';
import { findMoving, findUnanswered, findUntold } from './stirring';
import { untilRest } from './until-rest';
import { supervise } from './supervised';

export type Part = 'worker' | 'chat' | 'redis' | 'shell';

/** A whole gateway operation on one machine: both chats, three gateways, the bot's processes, and their outages. */
export interface Sandbox {
  platform: Outside;
  /** Where the page is, when the chats are the page's. */
  url: string | undefined;
  gateways: SimulatedGateways;
  redisUrl: string;
  /** The gateways that the bot reaches over SSH. */
  remote: readonly string[];
  /** The simulator's state files and journals. */
  stateDirectory: string;
  /** What a process of this bot is told: `mtgw audit verify` works with it. */
  environment: NodeJS.ProcessEnv;
  /** What the bot's processes logged so far, a line each. */
  logLines(): readonly string[];
  /** On the bot's clock. */
  now(): number;
  moveClock(ms: number): Promise<void>;
  /** kill -9; it comes back. With a cmdlet: when that runs next, and not before. */
  kill(part: Part, during?: string): Promise<void>;
  /**
   * Resolves once the bot has nothing left to do or to say, and would do nothing more by itself but look again.
   * @param since the watcher has looked at every gateway after that, and told what it saw; on this machine's clock
   * @throws Error with what is left to do, when it comes to no rest
   */
  rest(since: number): Promise<void>;
  /**
   * Make it as new for another story: both chats empty, the gateways as in the beginning, nothing asked for yet. Its
   * processes stay, so it is for a sandbox at rest in which nothing was killed. Undefined where chats cannot be emptied.
   */
  renew: (() => Promise<void>) | undefined;
  stop(): Promise<void>;
}

export const prefix = 'sandbox';
const who: Record<string, string> = {
  alice: 'engineer on call, may ask',
  bob: 'network lead, may approve',
  carol: 'security, second approving group',
  dave: 'no rights here',
};

interface SandboxOptions {
  programs: FoundPrograms;
  /** The page's chats, with or without its page, or the real adapters. */
  chats: 'page' | 'without page' | 'real';
  port: number;
  timings: 'usual' | 'short';
  /** The gateways that the bot reaches over SSH, through a restricted endpoint; none when left out. */
  remote?: readonly string[];
  log: Log;
}

/**
 * Start one, and wait until the bot is there.
 * @throws UserError for a gateway that there is none of, or what kept a part from starting; nothing is left then
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const strange = options.remote?.find((name) => !gatewayNames.includes(name));
  if (strange !== undefined) {
    throw new UserError(
      `The sandbox has no gateway ${strange} to reach over SSH; it has ${gatewayNames.join(', ')}.`,
    );
  }
  const started = beginStarting();
  try {
    return await startParts(options, started);
  } catch (error) {
    await started.stopAll().catch((problem: unknown) => {
      options.log.warn({ err: problem }, 'a part of the sandbox could not be stopped');
    });
    throw error;
  }
}

async function startParts(options: SandboxOptions, started: Started): Promise<Sandbox> {
  const { programs, log } = options;
  const directory = mkdtempSync(join(tmpdir(), 'mtgw-sandbox-'));
  started.stopWith(() => rmSync(directory, { recursive: true, force: true }));
  const stateDirectory = join(directory, 'gateways');
  mkdirSync(join(directory, 'redis'));
  mkdirSync(stateDirectory);
  const config = readConfig(sandboxConfig);
  const gateways = createSimulatedGateways({
    directory: stateDirectory,
    powershell: programs.powershell,
    environment: programs.environment,
    log,
  });
  const redisStarts = startRedis({
    server: programs.redisServer,
    serverArguments: programs.redisArguments,
    directory: join(directory, 'redis'),
    log,
  });
  // The gateways may fail before Redis is there. When it fails itself, nothing of it is left.
  const stopRedis = async () => (await redisStarts.catch(() => undefined))?.stop();
  started.stopWith(() => Promise.all([stopRedis(), gateways.close()]));
  const [redis] = await Promise.all([redisStarts, gateways.reset()]);
  const clockRedis = connect(redis.url, 'worker', log);
  started.stopWith(() => clockRedis.disconnect());
  await whenReady(clockRedis, 10_000);
  const clock = await createSandboxClock(clockRedis, prefix, log);
  started.stopWith(() => clock.close());
  const opened =
    options.chats === 'real'
      ? await openRealChats(config, directory)
      : await openPage({
          port: options.port,
          page: options.chats === 'page',
          people: Object.entries(config.people).map(([name, person]) => ({
            name,
            role: who[name] ?? '',
            accounts: { slack: person.slack ?? name, teams: person.teams ?? name },
          })),
          channels: Object.keys(config.channels).map((name) => `#${name}`),
          faults: faultButtons(gateways),
          clock: { now: () => clock.now(), advance: (ms) => clock.move(ms) },
        });
  const { outside: platform, clear } = opened;
  started.stopWith(() => platform.close());
  const remote =
    options.remote === undefined || options.remote.length === 0
      ? undefined
      : await openRemoteGateways({
          names: options.remote,
          folder: join(directory, 'remote'),
          stateDirectory,
          programs,
        });
  started.stopWith(() => remote?.stop());
  const configDirectory =
    remote === undefined
      ? opened.configDirectory
      : copyWithTargets(opened.configDirectory, join(directory, 'bot'), remote.targets);
  const lines: string[] = [];
  const env = {
    ...programs.environment,
    ...opened.environment,
    MTGW_SANDBOX: 'yes',
    MTGW_CONFIG: configDirectory,
    MTGW_REDIS_URL: redis.url,
    MTGW_PREFIX: prefix,
    MTGW_STATE: stateDirectory,
    MTGW_PWSH: programs.powershell,
    // Of this sandbox alone, and gone with it.
    MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
    MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
    MTGW_LOG: 'info',
    MTGW_TIMINGS: options.timings,
  };
  const main = join(packageRoot, 'dist', 'src', 'main.js');
  const start = (role: string) =>
    supervise(process.execPath, [main, role], { env, onLine: (line) => lines.push(line) });
  const [chat, worker] = [start('chat'), start('worker')];
  started.stopWith(() => Promise.all([chat.stop(), worker.stop()]));

  const queue = createChangeQueue(clockRedis, prefix, log);
  started.stopWith(() => queue.close());
  const isThere = async () => {
    const served = await Promise.all(gateways.names.map((name) => queue.servedBy(name)));
    return served.every((count) => count > 0) && (await opened.isHeard());
  };
  await untilReady(isThere, lines);
  const workLeft = createWorkLeft(clockRedis, prefix);
  started.stopWith(() => workLeft.close());
  // For reading only: the vault's key opens nothing.
  const { store, health } = openRecords(clockRedis, {
    prefix,
    auditKey: Buffer.from(env.MTGW_AUDIT_KEY, 'hex'),
    vaultKey: Buffer.alloc(32),
    log,
  });
  // Behind SSH a PowerShell starts at both ends of a session; no person has to wait for the first one.
  const isWatched = async (name: string) => (await health.watched(name)).state !== undefined;
  for (const name of options.remote ?? []) await untilReady(() => isWatched(name), lines);
  const findStirring = async (since: number) => {
    const now = clock.now();
    const watched = gateways.names.map(async (name) =>
      findUntold(name, (await health.watched(name)).state, since),
    );
    return [
      ...(await workLeft.find(gateways.names, now)),
      ...findMoving(await store.open(), now),
      ...(await Promise.all(watched)).flat(),
    ];
  };

  const killNow: Record<Part, () => Promise<void> | void> = {
    worker: () => worker.kill(),
    chat: () => chat.kill(),
    redis: () => redis.kill(),
    shell: async () => {
      for (const pid of await childPids(worker.pid())) process.kill(pid, 'SIGKILL');
    },
  };
  return {
    platform,
    url: opened.url,
    gateways,
    redisUrl: redis.url,
    remote: options.remote ?? [],
    stateDirectory,
    environment: env,
    logLines: () => lines,
    now: () => clock.now(),
    moveClock: (ms) => clock.move(ms),
    async kill(part, during) {
      if (during !== undefined) await untilDuring(gateways, stateDirectory, during);
      await killNow[part]();
    },
    rest: (since) =>
      untilRest(async () => {
        await platform.settled();
        const unanswered = findUnanswered(lines, chat.pid());
        return [
          ...((await isThere()) ? [] : ['the bot itself is coming back']),
          ...unanswered,
          ...(await findStirring(since)),
        ];
      }),
    renew:
      clear &&
      (async () => {
        await gateways.reset();
        await clock.move(clock.wall() - clock.now());
        await forgetRequests(clockRedis, prefix);
        clear();
      }),
    stop: () => started.stopAll(),
  };
}

/** The bot is there when workers serve every gateway and both chats have their adapter. */
async function untilReady(
  isReady: () => Promise<boolean>,
  lines: readonly string[],
): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isReady())) {
    if (Date.now() > end) {
      throw new Error(
        `The bot did not come up in a minute. Its last words:\n${lines.slice(-10).join('\n')}`,
      );
    }
    await delay(50);
  }
}

/** Make the cmdlet take long enough to be interrupted, and wait until it has begun. */
async function untilDuring(
  gateways: SimulatedGateways,
  directory: string,
  cmdlet: string,
): Promise<void> {
  const mark = journalMark(directory, gateways.names);
  for (const name of gateways.names) {
    await gateways.run(name, 'Set-SimulatorFault', {
      Kind: 'slow',
      Cmdlet: cmdlet,
      Milliseconds: 800,
      Once: true,
    });
  }
  await cmdletBegins(directory, mark, cmdlet, 30_000);
  await delay(100);
}
