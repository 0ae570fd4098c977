import { userInfo } from 'node:os';
import { connect, whenReady } from '../adapters/redis/connect';
import { createChangeQueue } from '../adapters/redis/change-queue';
import { openRecords } from '../adapters/redis/records';
import { createChannels } from '../channels';
import { readProcessConfig } from '../config';
import { createLog } from '../log';
import { keyIsOffered } from '../messages/request-buttons';
import { operations } from '../ops/catalog';
import { createPeople } from '../people';
import { settingsFor } from '../settings';
import { keyShown } from '../workflow/key-shown';

/** `mtgw secret show CR-1042`: the generated key, once, to whoever has the bot's own host. Audited like the page. */
export async function showSecret(id: string | undefined): Promise<number> {
  if (id === undefined) {
    process.stderr.write('Say which request: mtgw secret show CR-1042\n');
    return 1;
  }
  const options = readProcessConfig();
  const { config, prefix, auditKey, vaultKey } = options;
  const log = createLog('error', 'cli');
  const redis = connect(options.redisUrl, 'chat', log);
  const queue = createChangeQueue(redis, prefix, log);
  try {
    await whenReady(redis, 5_000);
    const records = openRecords(redis, { prefix, auditKey, vaultKey, log });
    const request = await records.store.get(id);
    const key = request?.generatedKey;
    const value =
      request && key && keyIsOffered(request)
        ? await records.vault.open({ secret: key.secret })
        : undefined;
    if (value === undefined) {
      process.stderr.write(
        `${id} has no key to show: none was made, it is not approved, or it was shown.\n`,
      );
      return 1;
    }
    const parts = {
      ...records,
      queue,
      log,
      clock: { now: () => Date.now() },
      inventory: config.inventory,
      people: createPeople(config.people),
      channels: createChannels(config.channels),
      policy: config.policy,
      operations,
      settings: settingsFor(options),
      unsafe: () => [],
    };
    await keyShown(parts, { request: id, to: `${userInfo().username} on the bot's host` });
    process.stdout.write(`${value}\n`);
    return 0;
  } finally {
    await queue.close();
    redis.disconnect();
  }
}
