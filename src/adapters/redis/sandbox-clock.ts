import type { Redis } from 'ioredis';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import { listeningTwin } from './connect';
import { keysUnder } from './keys';
import { reach } from './reach';
import { createServerClock } from './server-clock';

export interface SandboxClock extends Clock {
  /** Move the clock of every process, in milliseconds; negative goes back. */
  move(byMs: number): Promise<void>;
  /** Read the offset again, for instance before something that must not be early. */
  refresh(): Promise<void>;
  close(): void;
}

/** A clock that all processes of a sandbox share: Redis's own, plus an offset that is kept in Redis. */
export async function createSandboxClock(
  redis: Redis,
  prefix: string,
  log: Log,
): Promise<SandboxClock> {
  const keys = keysUnder(prefix);
  const server = await createServerClock(redis, log);
  let offset = 0;
  const refresh = async () => {
    offset = Number((await reach(redis, () => redis.get(keys.clockOffset))) ?? 0);
  };
  const ears = listeningTwin(redis, log);
  ears.on('message', (_channel, moved) => {
    offset = Number(moved);
  });
  await ears.subscribe(keys.channels.clock);
  // After an outage a move may have been missed; the key has it.
  ears.on('ready', () => {
    refresh().catch((error: unknown) =>
      log.warn({ err: error }, 'The sandbox clock could not be read.'),
    );
  });
  await refresh();
  return {
    now: () => server.wall() + offset,
    wall: server.wall,
    sleep: server.sleep,
    async move(byMs) {
      offset = await reach(redis, () => redis.incrby(keys.clockOffset, Math.round(byMs)));
      await reach(redis, () => redis.publish(keys.channels.clock, String(offset)));
    },
    refresh,
    close: () => {
      ears.disconnect();
      server.close();
    },
  };
}
