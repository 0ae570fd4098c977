import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readConfig } from '../../src/config/directory';
import { findPrograms } from '../../src/config/programs';
import { packageRoot } from '../../src/package-root';
import { freePort } from '../../src/sandbox/free-port';
import { createSentLog } from '../../src/sandbox/loopback/sent-log';
import { teamId } from '../../src/sandbox/loopback/slack/cast';
import { type LoopbackSlack, startLoopbackSlack } from '../../src/sandbox/loopback/slack/slack';
import { type RedisServer, startRedis } from '../redis-server';

const example = join(packageRoot, 'examples', 'config');
const cli = join(packageRoot, 'dist', 'src', 'cli.js');

/** What a new owner has: the example filled in for a Slack, and everything else as it should be. */
export interface Owner {
  /** The configuration directory, right again before every test by `fill`. */
  config: string;
  environment: NodeJS.ProcessEnv;
  redis: RedisServer;
  slack: LoopbackSlack;
  port: number;
  fill(): void;
  /** Change one file of the configuration directory. */
  change(name: string, how: (file: Record<string, never>) => object): void;
  mtgw(words: string[], env?: NodeJS.ProcessEnv): Promise<{ code: number | null; said: string }>;
  close(): Promise<void>;
}

/** A Redis and a Slack of the owner's own, and the command line as it was built. */
export async function startOwner(): Promise<Owner> {
  const directory = mkdtempSync(join(tmpdir(), 'mtgw-owner-'));
  const config = join(directory, 'config');
  const redis = await startRedis();
  const port = await freePort();
  const { people, channels } = readConfig(example);
  const [botToken, signingSecret] = [`xoxb-${secret()}`, secret()];
  const slack = await startLoopbackSlack({
    members: Object.entries(people).map(([name, ids]) => ({ name, id: ids.slack ?? '' })),
    channels: Object.entries(channels).map(([name, ids]) => ({
      name: `#${name}`,
      id: ids.slack ?? '',
    })),
    sent: createSentLog(),
    eventsUrl: () => `http://127.0.0.1:${port}/slack/events`,
    signingSecret,
    botToken,
  });
  const environment = {
    ...findPrograms().environment,
    MTGW_CONFIG: config,
    MTGW_AUDIT_KEY: randomBytes(32).toString('hex'),
    MTGW_VAULT_KEY: randomBytes(32).toString('hex'),
    MTGW_SLACK_BOT_TOKEN: botToken,
    MTGW_SLACK_SIGNING_SECRET: signingSecret,
  };
  const change: Owner['change'] = (name, how) => {
    const path = join(config, name);
    writeFileSync(path, stringify(how(parse(readFileSync(path, 'utf8')))));
  };
  return {
    config,
    environment,
    redis,
    slack,
    port,
    change,
    fill() {
      rmSync(config, { recursive: true, force: true });
      cpSync(example, config, { recursive: true });
      change('mtgw.yaml', () => ({
        redis: { url: redis.url, prefix: 'owner' },
        http: { port, publicUrl: `http://127.0.0.1:${port}` },
        powershell: findPrograms().powershell,
        slack: { teamId, apiUrl: slack.url },
      }));
    },
    mtgw: (words, env = environment) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [cli, ...words], { env }, (_error, out, err) =>
          resolve({ code: child.exitCode, said: `${out}${err}` }),
        );
      }),
    async close() {
      await slack.close();
      await redis.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function secret(): string {
  return randomBytes(16).toString('hex');
}
