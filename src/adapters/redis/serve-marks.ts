import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { NotThereError } from '../../errors';
import type { Log } from '../../ports/log';
import { listeningTwin } from './connect';
import { runScript } from './scripts';
import type { Closer } from './serve-gateways';

export interface MarkOptions {
  redis: Redis;
  log: Log;
  /** How often marks are looked for that nobody announced, in milliseconds. */
  pollMs?: number;
  /** How long what is marked stays with a process that died over it, in milliseconds. */
  lockMs?: number;
  /** The first wait after a failure; it doubles up to thirty times that, in milliseconds. */
  backOffMs?: number;
}

/** What is marked as behind, and where its marks are kept. */
export interface Marks {
  /** A sorted set: what is behind, with a score that changes with every new reason. */
  key: string;
  lock(marked: string): string;
  /** The channel on which a new mark is announced. */
  announced: string;
  /** What was not done, for the log: `The cards of CR-1 in slack could not be shown`. */
  failed(marked: string): string;
}

interface Trouble {
  failures: number;
  notBefore: number;
}

/** So many at most are worked on at once, so that a slow one does not hold up all of them. */
const atOnce = 8;

/**
 * Call `work` for everything that is marked, again and again until its mark is gone. One at a time for each, over all
 * processes. The marks are the truth: they outlive every process.
 */
export async function serveMarks(
  options: MarkOptions,
  marks: Marks,
  work: (marked: string) => Promise<void>,
): Promise<Closer> {
  const { redis, log, pollMs = 1_000, lockMs = 6_000, backOffMs = 500 } = options;
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
        const marked = await redis.zrange(marks.key, '0', '-1');
        for (const id of troubles.keys()) if (!marked.includes(id)) troubles.delete(id);
        for (const id of marked) {
          if (!mayWork() || busy.size >= atOnce) break;
          const wait = (troubles.get(id)?.notBefore ?? 0) - Date.now();
          if (busy.has(id) || wait > 0) continue;
          busy.set(id, begin(id));
        }
      }
    } catch (error) {
      log.warn({ err: error, marks: marks.key }, 'What is behind could not be read.');
    } finally {
      sweeping = false;
    }
  }

  async function begin(id: string): Promise<void> {
    try {
      await workUnderLock(id);
    } catch (error) {
      blame(id);
      tellFailure(id, troubles.get(id)?.failures ?? 0, error);
    } finally {
      busy.delete(id);
    }
    if (!closed) void sweep();
  }

  function tellFailure(id: string, failures: number, error: unknown): void {
    const sentence = `${marks.failed(id)}; trying again.`;
    if (!(error instanceof NotThereError)) {
      log.warn({ marked: id, failures, err: error }, sentence);
    } else if (failures === 1) {
      // It stays so until somebody lets the bot in, which may take days: said once.
      log.warn({ marked: id, why: error.message }, sentence);
    }
  }

  async function workUnderLock(id: string): Promise<void> {
    const lock = marks.lock(id);
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
      const before = await redis.zscore(marks.key, id);
      if (before === null) return;
      await work(id);
      const after = await redis.zscore(marks.key, id);
      // Marked still, and nothing new was written: it was not done, whatever `work` thinks.
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
  await ears.subscribe(marks.announced);
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
