import { type AuditKey, presentKey } from './audit-chain';
import type { Redis } from 'ioredis';
import { canonicalJson } from '../../../approvals/plan';
import {
  type ChangeRequest,
  holdScope,
  holdsWhatItTouches,
  isFinal,
  isLeftToPerson,
} from '../../../approvals/request';
import type { WithIntents } from '../../ports/intents';
import type { AuditDraft } from '../../ports/audit';
import type { ChatName } from '../../ports/chat';
import type { Log } from '../../ports/log';
import type { CardRecord, ChangeStore } from '../../ports/store';
import type { AuditWriter } from './audit-writer';
import { argumentsOf as argumentsOfIntent } from './intents';
import { claimDueTimes } from './claim-due';
import type { Keys } from './keys';
import { reach } from './reach';
import { createProver } from './prove-record';
import { createRequestReader } from './read-requests';
import { UnreadableRecordError } from './record';
import { createRecordSeal, recordDigest } from './record-seal';
import { runScript } from './scripts';
import { siteOf } from './site-of';

/** The requests in Redis. A record and its audit entry are written in one script: neither is ever there alone. */
export function createChangeStore(
  redis: Redis,
  keys: Keys,
  writer: AuditWriter,
  log: Log,
  options: { auditKey: AuditKey; leaseMs: number; chats: readonly ChatName[] },
): ChangeStore {
  const { auditKey, leaseMs, chats } = options;
  const seal = createRecordSeal(presentKey(auditKey));
  const requests = createRequestReader(redis, keys, seal, log);

  function write(
    from: ChangeRequest | undefined,
    next: ChangeRequest,
    audit: AuditDraft,
    { opens, closes }: WithIntents = {},
  ) {
    const touched = keysOf(keys, next, chats);
    const json = JSON.stringify(next);
    const said = [...argumentsOf(keys, from, next, json), seal.of(next.id, json)];
    said.push(closes === undefined ? '' : canonicalJson(closes));
    if (closes !== undefined) touched.push(keys.intent(closes.target));
    if (opens !== undefined) {
      touched.push(keys.intent(opens.target), keys.runs(opens.request));
      said.push(...argumentsOfIntent(opens));
    }
    // The record and its entry name each other.
    // And the entry names what it was made from: over an older copy that somebody put back, that shows for ever.
    const was = from && recordDigest(JSON.stringify(from));
    const detail = { ...audit.detail, record: recordDigest(json), ...(was && { was }) };
    const draft = { ...audit, request: next.id, detail };
    return writer.write(draft, (entry) => runScript(redis, 'move', touched, [...entry, ...said]));
  }

  return {
    nextId: async () => `CR-${1_000 + (await reach(redis, () => redis.incr(keys.lastId)))}`,

    async create(request, audit) {
      const first = { ...request, version: 1 };
      const { reply } = await write(undefined, first, audit);
      if (reply[0] !== 'written') throw new Error(`${request.id} exists already.`);
      return first;
    },

    get: (id) => requests.read(id),

    proven: createProver(redis, keys, { auditKey, seal, writer }),

    async open() {
      const ids = await reach(redis, () => redis.zrange(keys.open, '0', '-1'));
      // One may have ended between the two readings.
      return (await requests.readUsable(ids)).filter((request) => !isFinal(request.state));
    },

    async unusable() {
      const ids = await reach(redis, () => redis.zrange(keys.open, '0', '-1'));
      const found = await requests.readEach(ids);
      return found.filter((one) => one instanceof UnreadableRecordError);
    },

    async recent(limit) {
      if (limit < 1) return [];
      return await requests.readUsable(
        await reach(redis, () => redis.zrevrange(keys.requests, 0, limit - 1)),
      );
    },

    async about(site, limit) {
      // To Redis, an end before the beginning means the end of the list.
      if (limit < 1) return [];
      return await requests.readUsable(
        await reach(redis, () => redis.zrevrange(keys.about(site), 0, limit - 1)),
      );
    },

    async move(from, next, audit, intents) {
      if (from.id !== next.id) throw new Error(`${from.id} cannot become ${next.id}.`);
      const request = { ...next, version: from.version + 1 };
      const { reply } = await write(from, request, audit, intents);
      const [why, , , detail] = reply;
      if (why === 'written') return { moved: true, request };
      if (why === 'held') return { moved: false, why: 'held', holder: detail ?? '' };
      if (why === 'busy') return { moved: false, why };
      if (why === 'missing') throw new UnreadableRecordError(from.id, 'it is gone');
      const current = await requests.read(from.id);
      if (!current) throw new UnreadableRecordError(from.id, 'it is gone');
      return { moved: false, why: 'outdated', current };
    },

    claimDue: (now) => claimDueTimes(redis, keys, requests, { now, leaseMs }),

    behind: async (chat) => await reach(redis, () => redis.zrange(keys.behind(chat), '0', '-1')),

    async cards(id, chat) {
      const found = await reach(redis, () => redis.hget(keys.cards(id), chat));
      return found === null ? undefined : (JSON.parse(found) as CardRecord);
    },

    async cardsShown(id, chat, cards, over) {
      const touched = [keys.cards(id), keys.request(id), keys.behind(chat)];
      const said = [
        chat,
        JSON.stringify(cards),
        cards.version,
        id,
        over ? JSON.stringify(over) : '',
      ];
      return (await reach(redis, () => runScript(redis, 'cardsShown', touched, said))) === 1;
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
    keys.waiting(request.gateway),
    keys.about(siteOf(request) ?? { tenant: '', site: '' }),
  ];
}

/** What move.lua is told after the audit entry. */
function argumentsOf(
  keys: Keys,
  from: ChangeRequest | undefined,
  next: ChangeRequest,
  json: string,
): (string | number)[] {
  const ended = isFinal(next.state);
  return [
    next.id,
    from?.version ?? 0,
    from?.state ?? '',
    json,
    next.version,
    next.state,
    ended ? 'final' : 'open',
    holdsWhatItTouches(next.state) ? holdScope(next).tenant : '',
    keys.channels.behind,
    ended ? '' : dueTimesOf(next),
    isLeftToPerson(next.state) ? 'person' : '',
    siteOf(next) === undefined ? '' : 'yes',
  ];
}

/** For move.lua. An ended request has nothing left to do, so it has none. */
function dueTimesOf({ due }: ChangeRequest): string {
  return Object.entries(due)
    .flatMap(([kind, at]) => (at === undefined ? [] : [`${kind}=${Math.round(at)}`]))
    .join(' ');
}
