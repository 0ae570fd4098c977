import type { Redis } from 'ioredis';
import {
  type ChangeRequest,
  type DueKind,
  holdScope,
  holdsWhatItTouches,
  isFinal,
} from '../../../approvals/request';
import type { AuditDraft, CardRecord, ChangeStore, ChatName, Log } from '../../ports';
import type { AuditWriter } from './audit-writer';
import type { Keys } from './keys';
import { reach } from './reach';
import { readRecord, UnreadableRecordError } from './record';
import { runScript } from './scripts';

/** So many due times at most are claimed at once; the next tick claims the rest. */
const claimAtOnce = 200;

export function createChangeStore(
  redis: Redis,
  keys: Keys,
  writer: AuditWriter,
  log: Log,
  options: { leaseMs: number; chats: readonly ChatName[] },
): ChangeStore {
  const { leaseMs, chats } = options;

  function write(from: ChangeRequest | undefined, next: ChangeRequest, audit: AuditDraft) {
    const touched = keysOf(keys, next, chats);
    const said = argumentsOf(keys, from, next);
    return writer.write(audit, (entry) => runScript(redis, 'move', touched, [...entry, ...said]));
  }

  /** What cannot be read is left out and said, so that one bad record does not stop all the others. */
  async function readAll(ids: string[]): Promise<ChangeRequest[]> {
    if (ids.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const id of ids) pipeline.hmget(keys.request(id), 'json', 'version', 'state');
    const answers = await reach(redis, async () => await pipeline.exec());
    return (answers ?? []).flatMap(([error, found], i) => {
      const id = ids[i] ?? '';
      try {
        if (error) throw new UnreadableRecordError(id, 'it is no record at all');
        return readRecord(id, found as string[]) ?? [];
      } catch (fault) {
        log.error({ request: id, err: fault }, fault instanceof Error ? fault.message : '');
        return [];
      }
    });
  }

  return {
    nextId: async () => `CR-${1_000 + (await reach(redis, () => redis.incr(keys.lastId)))}`,

    async create(request, audit) {
      const first = { ...request, version: 1 };
      const { reply } = await write(undefined, first, audit);
      if (reply[0] !== 'written') throw new Error(`${request.id} exists already.`);
      return first;
    },

    async get(id) {
      const found = await reach(redis, () =>
        redis.hmget(keys.request(id), 'json', 'version', 'state'),
      );
      return readRecord(id, found);
    },

    async open() {
      const ids = await reach(redis, () => redis.zrange(keys.open, '0', '-1'));
      // One may have ended between the two readings.
      return (await readAll(ids)).filter((request) => !isFinal(request.state));
    },

    async recent(limit) {
      if (limit < 1) return [];
      return await readAll(await reach(redis, () => redis.zrevrange(keys.requests, 0, limit - 1)));
    },

    async move(from, next, audit) {
      if (from.id !== next.id) throw new Error(`${from.id} cannot become ${next.id}.`);
      const request = { ...next, version: from.version + 1 };
      const { reply } = await write(from, request, audit);
      const [why, , , detail] = reply;
      if (why === 'written') return { moved: true, request };
      if (why === 'held') return { moved: false, why: 'held', holder: detail ?? '' };
      if (why === 'missing') throw new UnreadableRecordError(from.id, 'it is gone');
      const current = await this.get(from.id);
      if (!current) throw new UnreadableRecordError(from.id, 'it is gone');
      return { moved: false, why: 'outdated', current };
    },

    async claimDue(now) {
      const members = (await reach(redis, () =>
        runScript(redis, 'claimDue', [keys.due, keys.leases], [now, leaseMs, claimAtOnce]),
      )) as string[];
      return members.map((member) => {
        const [kind = '', id = ''] = member.split(' ', 2);
        return { id, kind: kind as DueKind };
      });
    },

    behind: async (chat) => await reach(redis, () => redis.zrange(keys.behind(chat), '0', '-1')),

    async cards(id, chat) {
      const found = await reach(redis, () => redis.hget(keys.cards(id), chat));
      return found === null ? undefined : (JSON.parse(found) as CardRecord);
    },

    async cardsShown(id, chat, cards) {
      const touched = [keys.cards(id), keys.request(id), keys.behind(chat)];
      const said = [chat, JSON.stringify(cards), cards.version, id];
      await reach(redis, () => runScript(redis, 'cardsShown', touched, said));
    },

    async drawAnew(id, chat) {
      const touched = [keys.cards(id), keys.request(id), keys.behind(chat)];
      await reach(redis, () => runScript(redis, 'drawAnew', touched, [chat, id]));
    },
  };
}

/** In the order that move.lua names them. */
function keysOf(keys: Keys, request: ChangeRequest, chats: readonly ChatName[]): string[] {
  // Nobody would ever take away the mark of a chat that is not in use.
  const [first = 'slack', second = first] = chats;
  return [
    keys.audit,
    keys.auditHead,
    keys.auditOf(request.id),
    keys.request(request.id),
    keys.requests,
    keys.open,
    keys.holding(request.gateway),
    keys.due,
    keys.leases,
    keys.behind(first),
    keys.behind(second),
    keys.order,
  ];
}

/** What move.lua is told after the audit entry. */
function argumentsOf(
  keys: Keys,
  from: ChangeRequest | undefined,
  next: ChangeRequest,
): (string | number)[] {
  const ended = isFinal(next.state);
  return [
    next.id,
    from?.version ?? 0,
    from?.state ?? '',
    JSON.stringify(next),
    next.version,
    next.state,
    ended ? 'final' : 'open',
    holdsWhatItTouches(next.state) ? holdScope(next).tenant : '',
    keys.channels.behind,
    ended ? '' : dueTimesOf(next),
  ];
}

/** For move.lua. An ended request has nothing left to do, so it has none. */
function dueTimesOf({ due }: ChangeRequest): string {
  return Object.entries(due)
    .flatMap(([kind, at]) => (at === undefined ? [] : [`${kind}=${Math.round(at)}`]))
    .join(' ');
}
