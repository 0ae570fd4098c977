import { isDeepStrictEqual } from 'node:util';
import {
  type ChangeRequest,
  holdScope,
  holdsWhatItTouches,
  isFinal,
} from '../../approvals/request';
import { NewerRecordError, UnreadableRecordError } from '../../src/adapters/redis/record';
import type { ChatName } from '../../src/ports/chat';
import type { CardRecord, ChangeStore } from '../../src/ports/store';
import type { Accidents, Unusable } from '../adapters/records-under-test';
import { frozenCopy } from './frozen-copy';
import type { MemoryChain } from './memory-audit';
import { createClaims } from './memory-claims';
import type { MemoryIntents } from './memory-intents';
import { createTurns } from './memory-turns';

interface Stored {
  request: ChangeRequest;
  /** The tenant that it holds on its gateway, `*` for all. */
  holds: string;
  /** What happened to it since it was written. */
  spoilt?: Unusable;
}

/** The change store of one installation: one write at a time, everything that follows from it or nothing. */
export function memoryStore(
  chain: MemoryChain,
  intents: Pick<MemoryIntents, 'take' | 'drop'>,
  options: { leaseMs: number; chats: readonly ChatName[]; wall: () => number },
): ChangeStore & Accidents {
  const records = new Map<string, Stored>();
  const cards = new Map<string, CardRecord>();
  const behind: Record<ChatName, Map<string, number>> = { slack: new Map(), teams: new Map() };
  const claims = createClaims(options.leaseMs, options.wall);
  const turns = createTurns(options.wall);
  let lastId = 1_000;

  function put(next: ChangeRequest): ChangeRequest {
    const before = records.get(next.id)?.request;
    const request = frozenCopy(next);
    const holds = holdsWhatItTouches(request.state) ? holdScope(request).tenant : '';
    records.set(request.id, { request, holds });
    claims.keep(before, request);
    turns.hold(before, request, holds);
    for (const chat of options.chats) behind[chat].set(request.id, request.version);
    return request;
  }

  const usable = () =>
    [...records.values()].flatMap(({ request, spoilt }) => (spoilt === undefined ? request : []));

  return {
    nextId: async () => `CR-${++lastId}`,

    async create(request, audit) {
      if (records.has(request.id)) throw new Error(`${request.id} exists already.`);
      chain.write(audit);
      return put({ ...request, version: 1 });
    },

    get: async (id) => readable(records.get(id)),
    unusable: async () =>
      [...records].flatMap(([id, { spoilt }]) =>
        spoilt === 'damaged' ? [new UnreadableRecordError(id, 'parts of it are missing')] : [],
      ),
    // Nobody writes here past the bot.
    proven: async (id) => readable(records.get(id)),
    open: async () => usable().filter(({ state }) => !isFinal(state)),
    recent: async (limit) => (limit < 1 ? [] : usable().reverse().slice(0, limit)),

    about: async ({ tenant, site }, limit) =>
      usable()
        .filter(({ args }) => args['tenant'] === tenant && args['site'] === site)
        .reverse()
        .slice(0, limit),

    async move(from, next, audit, { opens, closes } = {}) {
      if (from.id !== next.id) throw new Error(`${from.id} cannot become ${next.id}.`);
      if (closes !== undefined) intents.drop(closes);
      const now = records.get(from.id);
      if (now === undefined) throw new UnreadableRecordError(from.id, 'it is gone');
      const { version, state } = now.request;
      // A newer version moved it to a state of its own.
      if (version !== from.version || state !== from.state || now.spoilt === 'newer') {
        return { moved: false, why: 'outdated', current: readable(now) };
      }
      const wanted = holdsWhatItTouches(next.state) ? holdScope(next).tenant : '';
      const holder =
        wanted === '' || wanted === now.holds ? undefined : turns.blockerOf(next, wanted);
      if (holder !== undefined) return { moved: false, why: 'held', holder };
      if (opens !== undefined && !intents.take(opens).opened) return { moved: false, why: 'busy' };
      chain.write(audit);
      return { moved: true, request: put({ ...next, version: from.version + 1 }) };
    },

    async claimDue(now) {
      const all = [...records.values()].map(({ request }) => request);
      return claims.take(all, now).filter((due) => {
        const spoilt = records.get(due.id)?.spoilt;
        // For a process that knows it; a damaged one rests until its claim lapses.
        if (spoilt === 'newer') claims.giveBack(due);
        return spoilt === undefined;
      });
    },

    behind: async (chat) => [...behind[chat]].sort(([, a], [, b]) => a - b).map(([id]) => id),
    cards: async (id, chat) => cards.get(`${chat} ${id}`),

    async cardsShown(id, chat, shown, over) {
      const newest = records.get(id)?.request.version;
      const known = cards.get(`${chat} ${id}`) ?? { version: 0, posted: 0 };
      if (over && !isDeepStrictEqual(known, over)) {
        const posted = Math.max(known.posted, shown.posted);
        cards.set(`${chat} ${id}`, frozenCopy({ ...known, version: 0, posted }));
        if (newest !== undefined) behind[chat].set(id, newest);
        return false;
      }
      cards.set(`${chat} ${id}`, frozenCopy(shown));
      if (newest === undefined || shown.version >= newest) behind[chat].delete(id);
      else behind[chat].set(id, newest);
      return true;
    },

    async drawAnew(id, chat) {
      const newest = records.get(id)?.request.version;
      if (newest === undefined) return;
      const shown = cards.get(`${chat} ${id}`);
      if (shown !== undefined) cards.set(`${chat} ${id}`, frozenCopy({ ...shown, version: 0 }));
      behind[chat].set(id, newest);
    },

    async spoil(id, how) {
      const found = records.get(id);
      if (found !== undefined) found.spoilt = how;
    },
    lapseClaims: async () => claims.lapse(),
    ageTurns: async (gateway, ms) => turns.age(gateway, ms),
  };
}

/** @throws RecordError */
function readable(stored: Stored): ChangeRequest;
function readable(stored: Stored | undefined): ChangeRequest | undefined;
function readable(stored: Stored | undefined): ChangeRequest | undefined {
  if (stored?.spoilt === 'newer') throw new NewerRecordError(stored.request.id, 'windowed');
  if (stored?.spoilt === 'damaged') {
    throw new UnreadableRecordError(stored.request.id, 'it is not JSON');
  }
  return stored?.request;
}
