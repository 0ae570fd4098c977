import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ChatName, Log } from '../../ports';
import { listeningTwin } from './connect';
import { keysUnder } from './keys';
import { runScript } from './scripts';
import type { Closer } from './serve-gateways';

export interface OutboxOptions {
  redis: Redis;
  prefix: string;
  log: Log;
  /** How often marks are looked for that nobody announced, in milliseconds. */
  pollMs?: number;
  /** How long a request stays with a process that died over it, in milliseconds. */
  lockMs?: number;
  /** The first wait after a failure; it doubles up to thirty times that, in milliseconds. */
  backOffMs?: number;
}

interface Trouble {
  failures: number;
  notBefore: number;
}

/** So many requests at most are shown at once, so that a slow chat does not hold up all of them. */
const atOnce = 8;

/**
 * Call `show` for every request whose cards are behind in this chat, again and again until the mark is gone.
 * One at a time for each request, over all processes. The marks are the truth: they outlive every process.
 */
export async function serveOutbox(
  options: OutboxOptions,
  chat: ChatName,
  show: (request: string) => Promise<void>,
): Promise<Closer> {
  const { redis, log, pollMs = 1_000, lockMs = 6_000, backOffMs = 500 } = options;
  const keys = keysUnder(options.prefix);
  const busy = new Map<string, Promise<void>>();
  const troubles = new Map<string, Trouble>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  let sweeping = false;
  let again = false;
  const mayWork = () => !closed && redis.status === 'ready';

  async function sweep(): Promise<void> {
    again = true;
    if (sweeping) return;
    sweeping = true;
    try {
      while (again && mayWork()) {
        again = false;
        const marked = await redis.zrange(keys.behind(chat), '0', '-1');
        for (const id of troubles.keys()) if (!marked.includes(id)) troubles.delete(id);
        for (const id of marked) {
          if (!mayWork() || busy.size >= atOnce) break;
          const wait = (troubles.get(id)?.notBefore ?? 0) - Date.now();
          if (busy.has(id) || wait > 0) continue;
          busy.set(id, work(id));
        }
      }
    } catch (error) {
      log.warn({ err: error }, `The outbox of ${chat} could not be read.`);
    } finally {
      sweeping = false;
    }
  }

  async function work(id: string): Promise<void> {
    try {
      await showUnderLock(id);
    } catch (error) {
      blame(id);
      const fields = { request: id, failures: troubles.get(id)?.failures, err: error };
      log.warn(fields, `The cards of ${id} in ${chat} could not be shown; trying again.`);
    } finally {
      busy.delete(id);
    }
    if (!closed) void sweep();
  }

  async function showUnderLock(id: string): Promise<void> {
    const lock = keys.showing(chat, id);
    const mark = randomUUID();
    if ((await redis.set(lock, mark, 'PX', lockMs, 'NX')) !== 'OK') {
      // Another process has it; the next poll looks again.
      troubles.set(id, { failures: 0, notBefore: Date.now() + pollMs / 2 });
      return;
    }
    const renewal = setInterval(() => {
      runScript(redis, 'extendIfSame', [lock], [mark, lockMs]).catch(() => {});
    }, lockMs / 3);
    try {
      const before = await redis.zscore(keys.behind(chat), id);
      if (before === null) return;
      await show(id);
      const after = await redis.zscore(keys.behind(chat), id);
      // Marked still, and nothing new was written: it was not shown, whatever `show` thinks.
      if (after === before) blame(id);
      else troubles.delete(id);
    } finally {
      clearInterval(renewal);
      await runScript(redis, 'dropIfSame', [lock], [mark]);
    }
  }

  function blame(id: string): void {
    const failures = (troubles.get(id)?.failures ?? 0) + 1;
    const wait = Math.min(backOffMs * 2 ** (failures - 1), backOffMs * 30);
    troubles.set(id, { failures, notBefore: Date.now() + wait });
    const timer = setTimeout(() => {
      timers.delete(timer);
      void sweep();
    }, wait + 1);
    timers.add(timer);
  }

  const ears = listeningTwin(redis, log);
  ears.on('message', () => void sweep());
  await ears.subscribe(keys.channels.behind);
  const poll = setInterval(() => void sweep(), pollMs);
  void sweep();

  return {
    async close() {
      closed = true;
      clearInterval(poll);
      for (const timer of timers) clearTimeout(timer);
      ears.disconnect();
      await Promise.all(busy.values());
    },
  };
}
