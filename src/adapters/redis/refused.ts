import type { Redis } from 'ioredis';
import { UnavailableError } from '../../errors';

/** Where an address with a user is said, for all that Redis can hold against one. */
const where = 'Say user and password in MTGW_REDIS_URL, like redis://USER:PASSWORD@HOST:6379.';

const reasons: readonly [RegExp, string][] = [
  [/^NOAUTH\b/, `wants a password, and was told none. ${where}`],
  [
    /^WRONGPASS\b|^ERR (invalid password|AUTH .* without any password)/,
    `does not take the user or the password that it was told. ${where}`,
  ],
  [
    /^NOPERM\b/,
    'does not let this user do what the bot does. examples/mtgw-redis.acl has the rights that it needs.',
  ],
];

/** The server as people may see it: the password of the URL is left out. */
export function nameOf(redis: Redis): string {
  const { host, port } = redis.options;
  return `Redis at ${host ?? '127.0.0.1'}:${port ?? 6379}`;
}

/** A sentence for a Redis that is there and does not let the bot in; undefined for every other error. */
export function refusalOf(redis: Redis, error: unknown): UnavailableError | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, reason] = reasons.find(([pattern]) => pattern.test(error.message)) ?? [];
  if (reason === undefined) return undefined;
  return new UnavailableError(`${nameOf(redis)} ${reason}`, { cause: error });
}
