import { userInfo } from 'node:os';
import { setAside } from '../adapters/redis/set-aside';
import { UserError } from '../errors';
import { withRedis } from './with-redis';

/** `mtgw set-aside`: for whoever has the bot's own host, when a record cannot be brought back. */
export function setRequestAside(
  directory: string | undefined,
  request: string | undefined,
  because: string | undefined,
): Promise<number> {
  if (request === undefined || !because?.trim()) {
    throw new UserError(
      'Say which request, and what you found on its gateway: mtgw set-aside CR-1042 --because "..."',
    );
  }
  return withRedis(directory, async ({ redis, clock, options: { prefix, auditKey, config } }) => {
    const gateways = Object.keys(config.inventory.gateways);
    const { problem, kept } = await setAside(
      redis,
      { prefix, auditKey, gateways },
      {
        request: request.toUpperCase(),
        by: `${userInfo().username} on the bot's host`,
        because: because.trim(),
        at: clock.wall(),
      },
    );
    process.stdout.write(
      `${problem}\nIt is set aside: it holds nothing any more, and the audit log says who did it and why. Its record is kept in Redis as ${kept}.\n`,
    );
    return 0;
  });
}
