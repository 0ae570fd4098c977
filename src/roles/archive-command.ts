import { userInfo } from 'node:os';
import type { connect } from '../adapters/redis/connect';
import { archiveOld } from '../adapters/redis/archive';
import type { ProcessConfig } from '../config/process';
import { UserError } from '../errors';
import { plural } from '../messages/words';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { repeat } from './repeat';
import { withRedis } from './with-redis';

const dayMs = 86_400_000;

/** Often enough that a worker which is restarted every night does it too. */
const everyMs = dayMs / 4;

/** `mtgw archive`: move what is older than `keepDays` out of Redis, now. */
export function archiveNow(directory: string | undefined): Promise<number> {
  return withRedis(directory, async ({ redis, clock, options }) => {
    const { archive } = options.config.bot;
    if (archive === undefined) {
      throw new UserError(
        'Say in mtgw.yaml where the archive is: archive: { file: /var/lib/mtgw/archive.jsonl }',
      );
    }
    const by = `${userInfo().username} on the bot's host`;
    const moved = await archiveBy(redis, options, clock.wall(), by);
    process.stdout.write(
      `Moved to ${archive.file}: ${plural(moved.entries, 'audit entry', 'audit entries')} and ${plural(moved.requests, 'request')} that ended, older than ${plural(archive.keepDays, 'day')}.\n`,
    );
    return 0;
  });
}

/** What grows for ever fills Redis one day: the worker moves what is old, where mtgw.yaml says into which file. */
export function keepArchiving(
  redis: ReturnType<typeof connect>,
  options: ProcessConfig,
  clock: Clock,
  log: Log,
): { stop(): Promise<void> } {
  if (options.config.bot.archive === undefined) return { stop: async () => {} };
  const archive = async () => {
    const moved = await archiveBy(redis, options, clock.now(), 'mtgw');
    if (moved.entries > 0) log.info({ ...moved }, 'archived');
  };
  return repeat(everyMs, archive, log);
}

function archiveBy(
  redis: ReturnType<typeof connect>,
  { config, prefix, auditKey }: ProcessConfig,
  at: number,
  by: string,
) {
  const { file = '', keepDays = 0 } = config.bot.archive ?? {};
  const archiving = { file, before: at - keepDays * dayMs, at, by };
  return archiveOld(redis, { prefix, auditKey }, archiving);
}
