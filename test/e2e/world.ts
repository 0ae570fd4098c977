import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { ChangeRequest } from '../../approvals/request';
import { openRecords } from '../../src/adapters/redis/records';
import { findPrograms } from '../../src/config/programs';
import type { ChatName } from '../../src/ports/chat';
import type { Log } from '../../src/ports/log';
import { prefix, type Sandbox, startSandbox } from '../../src/sandbox/sandbox';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** The test language over a whole sandbox: real Redis, real PowerShell, the bot's own processes. */
export interface World {
  sandbox: Sandbox;
  redis: Redis;
  say(text: string, how: { as: string; in?: ChatName }): void;
  press(label: string, how: { as: string; in?: ChatName; because?: string }): Promise<void>;
  /** Wait until the bot has said something like that since the mark. Resolves with it. */
  hears(pattern: RegExp, how?: { since?: number; within?: number }): Promise<string>;
  mark(): number;
  request(id: string): Promise<ChangeRequest | undefined>;
  recent(): Promise<ChangeRequest[]>;
  /** Wait until a request is in one of these states. */
  until(id: string, states: readonly string[], within?: number): Promise<ChangeRequest>;
  close(): Promise<void>;
}

/** @param remote the gateways that the bot reaches over SSH, as in production */
export async function openWorld(remote: readonly string[] = []): Promise<World> {
  const sandbox = await startSandbox({
    programs: findPrograms(),
    chats: 'without page',
    port: 0,
    timings: 'short',
    remote,
    log: quiet,
  });
  const redis = new Redis(sandbox.redisUrl);
  redis.on('error', () => {});
  // For reading only: the vault's key opens nothing.
  const { store } = openRecords(redis, {
    prefix,
    auditKey: Buffer.from(sandbox.environment['MTGW_AUDIT_KEY'] ?? '', 'hex'),
    vaultKey: Buffer.alloc(32),
    log: quiet,
  });
  const { platform } = sandbox;
  const heed = (outcome: { ok: true } | { ok: false; error: string }) => {
    if (!outcome.ok) throw new Error(outcome.error);
  };
  const until = async (id: string, states: readonly string[], within = 40_000) => {
    const end = Date.now() + within;
    for (;;) {
      const request = await store.get(id);
      if (request !== undefined && states.includes(request.state)) return request;
      if (Date.now() > end) {
        const stands = request ? `${request.state}: ${request.because}` : 'not there';
        const log = sandbox.logLines().slice(-15).join('\n');
        throw new Error(`${id} is ${stands}; waited for ${states.join(' or ')}\n${log}`);
      }
      await delay(30);
    }
  };
  return {
    sandbox,
    redis,
    say: (text, how) => heed(platform.say(how.as, how.in ?? 'slack', '#mtgw', text)),
    async press(label, how) {
      const end = Date.now() + 5_000;
      for (;;) {
        const outcome = platform.press(
          how.as,
          how.in ?? 'slack',
          label,
          how.because === undefined ? {} : { reason: how.because },
        );
        if (outcome.ok || Date.now() > end) return heed(outcome);
        await delay(50);
      }
    },
    async hears(pattern, { since = 0, within = 30_000 } = {}) {
      const end = Date.now() + within;
      for (;;) {
        const sent = platform.messages().filter(({ seq }) => seq > since);
        const found = sent.find(({ text }) => pattern.test(text));
        if (found !== undefined) return found.text;
        if (Date.now() > end) {
          throw new Error(
            `nobody heard ${pattern}; heard: ${sent.map((s) => s.text).join('\n--\n')}`,
          );
        }
        await delay(25);
      }
    },
    mark: () => platform.messages().at(-1)?.seq ?? 0,
    request: (id) => store.get(id),
    recent: () => store.recent(100),
    until,
    async close() {
      redis.disconnect();
      await sandbox.stop();
    },
  };
}
