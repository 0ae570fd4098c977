import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { createChangeQueue } from '../adapters/redis/change-queue';
import { keysUnder } from '../adapters/redis/keys';
import { countChats } from '../adapters/redis/presence';
import { replaceKeys } from '../adapters/redis/replace-keys';
import { UserError } from '../errors';
import { plural } from '../messages/words';
import { type Desk, withRedis } from './with-redis';

/** `mtgw keys`: the two keys of a new installation, as lines of an environment file. Nothing is kept of them. */
export function printKeys(): number {
  for (const name of ['MTGW_AUDIT_KEY', 'MTGW_VAULT_KEY']) {
    process.stdout.write(`${name}=${randomBytes(32).toString('hex')}\n`);
  }
  // Not on standard output, which may be on its way into a file.
  process.stderr.write(
    'Put each in the place of its line in the environment file, or what follows = alone into the file that MTGW_AUDIT_KEY_FILE and MTGW_VAULT_KEY_FILE name. Nothing was kept.\n',
  );
  return 0;
}

/** `mtgw keys rotate`: put all that is kept under the present keys, while the bot is stopped. */
export function rotateKeys(directory: string | undefined): Promise<number> {
  return withRedis(directory, async (desk) => {
    const { redis, clock, options } = desk;
    const { prefix, auditKey, vaultKey, oldVaultKeys } = options;
    if (auditKey.length === 1 && oldVaultKeys.length === 0) {
      throw new UserError(
        'There is nothing to replace. Set MTGW_AUDIT_KEY_OLD or MTGW_VAULT_KEY_OLD to the key of before, and the new one in its place.',
      );
    }
    await requireStopped(desk);
    const replaced = await replaceKeys(
      redis,
      { prefix, auditKey, vaultKeys: [vaultKey, ...oldVaultKeys] },
      { actor: `${userInfo().username} on the bot's host`, at: clock.wall() },
    );
    const { requests, secrets, left } = replaced;
    const sealed = `${plural(requests, 'request')} and ${plural(secrets, 'sealed key')}`;
    process.stdout.write(`Under the new keys now: ${sealed}. The audit log says so.\n`);
    if (left.length === 0) return 0;
    process.stdout.write(`Not believed, and left as they are: ${left.join(', ')}.\n`);
    return 1;
  });
}

/** A process that goes on with an old key would write what nobody believes any more. */
async function requireStopped({ redis, options, log }: Desk): Promise<void> {
  const how = 'Stop every process of the bot first, and start them with the new keys after.';
  if ((await countChats(redis, keysUnder(options.prefix))) > 0) {
    throw new UserError(`A process of the bot serves the chats. ${how}`);
  }
  const queue = createChangeQueue(redis, options.prefix, log);
  try {
    for (const gateway of Object.keys(options.config.inventory.gateways)) {
      if ((await queue.servedBy(gateway)) === 0) continue;
      throw new UserError(`A worker serves ${gateway}. ${how}`);
    }
  } finally {
    await queue.close();
  }
}
