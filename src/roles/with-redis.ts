import { connect, whenReady } from '../adapters/redis/connect';
import { createServerClock, type ServerClock } from '../adapters/redis/server-clock';
import { type ProcessConfig, readProcessConfig } from '../config/process';
import { createLog } from '../log';
import type { Log } from '../ports/log';

/** What a command on the bot's host works with. */
export interface Desk {
  redis: ReturnType<typeof connect>;
  clock: ServerClock;
  options: ProcessConfig;
  log: Log;
}

/** Do something with the bot's own Redis, as its configuration says. */
export async function withRedis<T>(
  directory: string | undefined,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const options = readProcessConfig(directory);
  const log = createLog('error', 'cli');
  const redis = connect(options.redisUrl, 'chat', log);
  try {
    await whenReady(redis, 5_000);
    const clock = await createServerClock(redis, log);
    try {
      return await work({ redis, clock, options, log });
    } finally {
      clock.close();
    }
  } finally {
    redis.disconnect();
  }
}
