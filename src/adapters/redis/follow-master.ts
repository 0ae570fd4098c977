import type { Redis, RedisOptions } from 'ioredis';
import type { Log } from '../../ports/log';

/** What a server answers that is no master any more. Redis 6.2 packs a script's own error into another one. */
const refusal = /^(READONLY|MASTERDOWN|LOADING|UNBLOCKED)\b|-(READONLY|MASTERDOWN) /;

/** How soon a connection that only reads finds out, in milliseconds. */
const lookEveryMs = 2_000;

/** The first wait after a refusal: a failover takes seconds, and all connections of all processes ask. */
const afterRefusalMs = 500;

/** By the words of an error: the server is no master, or none yet, so another may have taken its place. */
export function saysNoMaster(message: string): boolean {
  return refusal.test(message);
}

/** What keeps the connections of one role with the master. */
export interface MasterFollower {
  /** Options that make a connection open again where its server refuses as no master does. */
  options: Pick<RedisOptions, 'reconnectOnError' | 'retryStrategy'>;
  /** Asks the server now and then: a replica goes on answering whoever only reads, with what it had. */
  watch(redis: Redis, name: string): void;
}

/**
 * Leave a server that is no master any more: where the connection is opened again, the new one may be. It is said once.
 * @param refused what becomes of a command that was refused. It was not done, and nobody sends a transaction here, so
 * each may be sent again by itself
 */
export function followMaster(refused: 'told' | 'sent again', log: Log): MasterFollower {
  let hasLeft = false;
  let isLost = false;
  const lose = (name = 'Redis') => {
    if (!isLost) log.warn({}, `${name} is no master now; connecting again until it is one.`);
    isLost = true;
  };
  return {
    options: {
      reconnectOnError(error) {
        if (!saysNoMaster(error.message)) return false;
        lose();
        hasLeft = true;
        return refused === 'told' ? 1 : 2;
      },
      retryStrategy(times) {
        // BullMQ's own back-off goes up to 20 s, which is a long time for somebody who waits for a gateway.
        const wait = Math.min(50 * 2 ** Math.min(times, 6), 1_000);
        const longer = hasLeft ? Math.max(wait, afterRefusalMs) : wait;
        hasLeft = false;
        return longer;
      },
    },
    watch(redis, name) {
      const look = async () => {
        if (redis.status !== 'ready') return;
        const isMaster = /^role:master/m.test(await redis.info('replication'));
        if (isMaster && isLost) {
          isLost = false;
          log.info({}, `${name} is a master again.`);
        }
        if (isMaster) return;
        lose(name);
        if (redis.status === 'ready') redis.disconnect(true);
      };
      const timer = setInterval(() => {
        // Gone while it was asked: the connection says so itself.
        look().catch(() => {});
      }, lookEveryMs);
      timer.unref();
      redis.once('end', () => clearInterval(timer));
    },
  };
}
