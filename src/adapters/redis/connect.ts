import { Redis, type RedisOptions } from 'ioredis';
import { UnavailableError } from '../../errors';
import type { Log } from '../../ports/log';
import { followMaster } from './follow-master';
import { nameOf, refusalOf } from './refused';

/**
 * 'chat' answers people: a command fails at once when Redis is gone, so that the person hears it.
 * 'worker' has a gateway in its hands: a command waits until Redis is back, so that nothing is left unsaid.
 */
export type RedisRole = 'chat' | 'worker';

/** How long a chat command may hang on a Redis that accepts but does not answer, in milliseconds. */
const chatTimeoutMs = 1_500;

/** The shape of replies is a type parameter of the client, and stays as it is. */
type Options = Omit<RedisOptions, 'replyMapping'>;

const common: Options = {
  connectTimeout: 2_000,
  // The usual 2 s keep a process that stops alive, when its connection is gone already.
  disconnectTimeout: 200,
};

const byRole: Record<RedisRole, Options> = {
  chat: {
    ...common,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: chatTimeoutMs,
    // A command that was under way is not sent again behind the back of a person who was told it failed.
    autoResendUnfulfilledCommands: false,
  },
  worker: { ...common, maxRetriesPerRequest: null },
};

/** Open a connection. It keeps trying for ever; `whenReady` tells when it is there. */
export function connect(url: string, role: RedisRole, log: Log): Redis {
  const master = followMaster(role === 'chat' ? 'told' : 'sent again', log);
  const redis = watched(new Redis(url, { ...byRole[role], ...master.options }), log);
  master.watch(redis, nameOf(redis));
  return redis;
}

/** One more connection to the same server, for subscriptions: it waits and subscribes again by itself. */
export function listeningTwin(redis: Redis, log: Log): Redis {
  const { commandTimeout: _chat, replyMapping: _usual, ...rest } = redis.options;
  const patient = { ...rest, ...byRole.worker, enableOfflineQueue: true };
  const { options } = followMaster('sent again', log);
  const twin = new Redis({ ...patient, ...options, autoResendUnfulfilledCommands: true });
  // Who only listens is refused nothing, and would stay with a server that is no master any more.
  redis.on('close', () => {
    if (twin.status === 'ready') twin.disconnect(true);
  });
  return watched(twin, log);
}

/**
 * @throws UnavailableError when Redis cannot be reached within that time, and at once when it is there and does not let the
 * bot in
 */
export async function whenReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return;
  let onReady: (() => void) | undefined;
  let onError: ((error: NodeJS.ErrnoException) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let code: string | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      onReady = resolve;
      onError = (error) => {
        code = error.code;
        const refusal = refusalOf(redis, error);
        if (refusal !== undefined) reject(refusal);
      };
      redis.once('ready', onReady);
      redis.on('error', onError);
      timer = setTimeout(() => {
        const why = code === undefined ? '' : ` (${code})`;
        const cure = 'Is it running, and is its address right?';
        reject(new UnavailableError(`${nameOf(redis)} cannot be reached${why}. ${cure}`));
      }, timeoutMs);
    });
  } finally {
    clearTimeout(timer);
    if (onReady) redis.off('ready', onReady);
    if (onError) redis.off('error', onError);
  }
}

/** Says once that Redis went away and once that it is back, however often the connection tries. */
function watched(redis: Redis, log: Log): Redis {
  let away = false;
  redis.on('error', (error: Error) => {
    if (away) return;
    away = true;
    const refusal = refusalOf(redis, error);
    if (refusal !== undefined) log.error({}, refusal.message);
    else log.warn({ reason: error.message }, `${nameOf(redis)} is away; trying again.`);
  });
  redis.on('ready', () => {
    if (away) log.info({}, `${nameOf(redis)} is back.`);
    away = false;
  });
  return redis;
}
