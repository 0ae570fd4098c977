import type { Redis } from 'ioredis';
import type {
  DigestDue,
  Episode,
  HealthStore,
  Notice,
  Posting,
  WatchState,
} from '../../ports/health';
import type { Keys } from './keys';
import { reach } from './reach';
import { runScript } from './scripts';

const episodesKept = 300;
/** For each channel of each chat. */
const noticesKept = 200;
/** What was told once is told again after so long, if it holds still, in milliseconds. */
const toldForMs = 24 * 3_600_000;
/** A digest that was posted within so long after its time is the one of that time, in milliseconds. */
const digestLateMs = 3_600_000;

/** What the watcher keeps in Redis. Calls reject with UnavailableError while Redis is away. */
export function createHealthStore(redis: Redis, keys: Keys): HealthStore {
  return {
    async lead(gateway, worker, forMs) {
      const leader = keys.leader(gateway);
      const mine = await reach(redis, () =>
        runScript(redis, 'extendIfSame', [leader], [worker, forMs]),
      );
      if (mine === 1) return true;
      return (await reach(redis, () => redis.set(leader, worker, 'PX', forMs, 'NX'))) === 'OK';
    },

    async resign(gateway, worker) {
      await reach(redis, () => runScript(redis, 'dropIfSame', [keys.leader(gateway)], [worker]));
    },

    async watched(gateway) {
      const [version, state] = await reach(redis, () =>
        redis.hmget(keys.watched(gateway), 'version', 'state'),
      );
      return {
        version: Number(version ?? 0),
        state: state == null ? undefined : (JSON.parse(state) as WatchState),
      };
    },

    async record(gateway, from, next, { postings, ended }) {
      const { boxes, words } = deliveriesOf(keys, postings);
      const written = await reach(redis, () =>
        runScript(
          redis,
          'recordWatch',
          [keys.watched(gateway), keys.episodes(gateway), keys.noticeOrder, ...boxes],
          [
            from,
            JSON.stringify(next),
            episodesKept,
            noticesKept,
            keys.channels.mail,
            ended.length,
            ...ended.map((episode) => JSON.stringify(episode)),
            ...words,
          ],
        ),
      );
      return written === 1;
    },

    async unwatched() {
      const all = await reach(redis, () => redis.hgetall(keys.unwatched));
      return Object.fromEntries(Object.entries(all).map(([name, since]) => [name, Number(since)]));
    },

    async noteUnwatched(gateway, since, postings) {
      const { boxes, words } = deliveriesOf(keys, postings);
      const noted = await reach(redis, () =>
        runScript(
          redis,
          'noteUnwatched',
          [keys.unwatched, keys.noticeOrder, ...boxes],
          [gateway, since ?? '', noticesKept, keys.channels.mail, ...words],
        ),
      );
      return noted === 1;
    },

    async tellOnce(mark, postings) {
      const { boxes, words } = deliveriesOf(keys, postings);
      const told = await reach(redis, () =>
        runScript(
          redis,
          'tellOnce',
          [keys.told(mark), keys.noticeOrder, ...boxes],
          [toldForMs, noticesKept, keys.channels.mail, ...words],
        ),
      );
      return told === 1;
    },

    async episodes(gateway) {
      const all = await reach(redis, () => redis.lrange(keys.episodes(gateway), 0, -1));
      return all.map((text) => JSON.parse(text) as Episode);
    },

    async schedule(channels, how) {
      const words = channels.flatMap(({ channel, rule, next }) => [channel, rule, next]);
      await reach(redis, () =>
        runScript(
          redis,
          'scheduleDigests',
          [keys.digests, keys.digestRules, keys.digestsPosted],
          [how, digestLateMs, ...words],
        ),
      );
    },

    async digestsDue(now) {
      const due = await reach(redis, () =>
        redis.zrangebyscore(keys.digests, '-inf', now, 'WITHSCORES'),
      );
      if (due.length === 0) return [];
      const last = await reach(redis, () => redis.hgetall(keys.digestsPosted));
      return due.flatMap((channel, index): DigestDue[] =>
        index % 2 === 1
          ? []
          : [
              {
                channel,
                at: Number(due[index + 1]),
                last: last[channel] === undefined ? undefined : Number(last[channel]),
              },
            ],
      );
    },

    async lastDigest(channel) {
      const at = await reach(redis, () => redis.hget(keys.digestsPosted, channel));
      return at === null ? undefined : Number(at);
    },

    async postDigest({ channel, at }, { now, next }, posting) {
      const { boxes, words } = deliveriesOf(keys, [posting]);
      const posted = await reach(redis, () =>
        runScript(
          redis,
          'postDigest',
          [keys.digests, keys.digestsPosted, keys.noticeOrder, ...boxes],
          [channel, at, next, now, noticesKept, keys.channels.mail, ...words],
        ),
      );
      return posted === 1;
    },

    async firstNotices(chat, channel, most) {
      const box = keys.mailbox(chat, channel);
      const first = await reach(redis, () => redis.lrange(box, 0, most - 1));
      return first.map((text) => JSON.parse(text) as Notice);
    },

    async noticePosted(chat, channel, id) {
      await reach(redis, () =>
        runScript(
          redis,
          'noticePosted',
          [keys.mailbox(chat, channel), keys.mailboxes(chat)],
          [id, channel],
        ),
      );
    },
  };
}

/** For deliver.lua: one mailbox for each chat that a posting goes to. */
function deliveriesOf(
  keys: Keys,
  postings: readonly Posting[],
): { boxes: string[]; words: string[] } {
  const each = postings.flatMap(({ id, at, message, to }) =>
    to.chats.map((chat) => ({
      boxes: [keys.mailbox(chat, to.channel), keys.mailboxes(chat)],
      words: [to.channel, JSON.stringify({ id, at, message } satisfies Notice)],
    })),
  );
  return {
    boxes: each.flatMap(({ boxes }) => boxes),
    words: each.flatMap(({ words }) => words),
  };
}
