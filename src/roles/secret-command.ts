import { userInfo } from 'node:os';
import { connect, whenReady } from '../adapters/redis/connect';
import { readProcessConfig } from '../config/process';
import { createLog } from '../log';
import { keyIsOffered } from '../messages/request-buttons';
import { keyShown } from '../workflow/key-shown';
import { followRules } from './follow-rules';
import { guardDurability } from './guard-durability';
import { openClock, standOn } from './stand-on';

/** `mtgw secret show CR-1042`: the generated key, once, to whoever has the bot's own host. Audited like the page. */
export async function showSecret(
  id: string | undefined,
  directory: string | undefined,
): Promise<number> {
  if (id === undefined) {
    process.stderr.write('Say which request: mtgw secret show CR-1042\n');
    return 1;
  }
  const options = readProcessConfig(directory);
  const log = createLog('error', 'cli');
  const redis = connect(options.redisUrl, 'chat', log);
  try {
    await whenReady(redis, 5_000);
    const clock = await openClock(redis, options, log);
    const guard = await guardDurability(redis, log);
    const rules = followRules(options, log);
    const parts = standOn(redis, options, { clock, guard, rules }, log);
    try {
      return await show(id, parts);
    } finally {
      await guard.stop();
      await rules.stop();
      await parts.queue.close();
      clock.close();
    }
  } finally {
    redis.disconnect();
  }
}

async function show(id: string, parts: ReturnType<typeof standOn>): Promise<number> {
  const request = await parts.store.get(id);
  const key = request?.generatedKey;
  const value =
    request && key && keyIsOffered(request)
      ? await parts.vault.open({ secret: key.secret })
      : undefined;
  if (key === undefined || value === undefined) {
    process.stderr.write(
      `${id} has no key to show: none was made, it is not approved, or it was shown.\n`,
    );
    return 1;
  }
  const { secret } = key;
  await keyShown(parts, { request: id, secret, to: `${userInfo().username} on the bot's host` });
  process.stdout.write(`${value}\n`);
  return 0;
}
