import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { keysUnder } from './keys';
import { changeQueueOf, readQueueOf } from './queue-names';

export interface WorkLeft {
  /**
   * What is waiting to be done or being done, a few words each: jobs, cards and notices that are behind, due times that
   * have come. Looking at gates again is not among it: that goes on for as long as a change waits for Keep.
   * @param now on the bot's clock
   */
  find(gateways: readonly string[], now: number): Promise<string[]>;
  close(): Promise<void>;
}

const chats = ['slack', 'teams'] as const;

/** Look from outside whether the bot has anything left to do. It takes nothing away. */
export function createWorkLeft(redis: Redis, prefix: string): WorkLeft {
  const keys = keysUnder(prefix);
  const queues = new Map<string, Queue>();

  function queue(name: string): Queue {
    const known = queues.get(name);
    if (known) return known;
    const made = new Queue(name, { connection: redis, prefix: keys.queues });
    made.on('error', () => {});
    queues.set(name, made);
    return made;
  }

  async function jobs(name: string): Promise<string[]> {
    const counts = await queue(name).getJobCounts('wait', 'active', 'delayed', 'prioritized');
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return all === 0 ? [] : [`${all} in the queue ${name}`];
  }

  async function marks(key: string, what: string): Promise<string[]> {
    const all = await redis.zrange(key, '0', '-1');
    return all.map((marked) => `${what} ${marked}`);
  }

  return {
    async find(gateways, now) {
      const due = await redis.zrangebyscore(keys.due, '-inf', now);
      const found = await Promise.all([
        ...gateways.flatMap((name) => [jobs(changeQueueOf(name)), jobs(readQueueOf(name))]),
        ...chats.flatMap((chat) => [
          marks(keys.behind(chat), `in ${chat} the cards of`),
          marks(keys.mailboxes(chat), `in ${chat} the notices of`),
        ]),
        redis
          .zrangebyscore(keys.digests, '-inf', now)
          .then((all) => all.map((to) => `the digest of ${to}`)),
      ]);
      return [
        ...found.flat(),
        ...due.filter((member) => !member.startsWith('gates ')).map((member) => `due: ${member}`),
      ];
    },
    async close() {
      await Promise.all([...queues.values()].map((one) => one.close()));
    },
  };
}
