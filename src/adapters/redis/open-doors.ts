import { Redis } from 'ioredis';

/** A server on this machine answers at once, one nearby soon, in milliseconds. */
const withinMs = 2_000;

const own = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Who else could read and write what the bot keeps, one sentence each: anybody when no password is asked, whoever sees
 * the network when nothing encrypts. Whoever writes there stops changes and says untrue things about health.
 */
export async function findOpenDoors(url: string): Promise<string[]> {
  // A socket of this machine has no address: who may open its file is asked of the file.
  if (!URL.canParse(url)) return [];
  const found: string[] = [];
  const { hostname, protocol } = new URL(url);
  if (await takesAnybody(url)) {
    found.push(
      'The server takes everybody without a password. Give it users (examples/mtgw-redis.acl) or requirepass, and say the password in MTGW_REDIS_URL.',
    );
  }
  if (protocol !== 'rediss:' && !own.has(hostname.replace(/^\[|\]$/g, ''))) {
    found.push(
      `What the bot and ${hostname} say to each other is not encrypted. Use an address that begins with rediss://, or a network that is nobody else's.`,
    );
  }
  return found;
}

async function takesAnybody(url: string): Promise<boolean> {
  const stranger = new URL(url);
  stranger.username = '';
  stranger.password = '';
  const redis = new Redis(stranger.href, {
    lazyConnect: true,
    connectTimeout: withinMs,
    commandTimeout: withinMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.exists('mtgw');
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
