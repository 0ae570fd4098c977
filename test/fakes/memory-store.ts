import {
  type ChangeRequest,
  type DueKind,
  holdScope,
  holdsWhatItTouches,
  isFinal,
} from '../../approvals/request';
import type { CardRecord, ChangeStore, ChatName } from '../../src/ports';
import { frozenCopy } from './frozen-copy';
import type { MemoryChain } from './memory-audit';
import { createTurns } from './memory-turns';

interface Stored {
  request: ChangeRequest;
  /** The tenant that it holds on its gateway, `*` for all. */
  holds: string;
}

/** The change store of one installation: one write at a time, everything that follows from it or nothing. */
export function memoryStore(
  chain: MemoryChain,
  options: { leaseMs: number; chats: readonly ChatName[]; wall: () => number },
): ChangeStore {
  const records = new Map<string, Stored>();
  const leases = new Map<string, number>();
  const cards = new Map<string, CardRecord>();
  const behind: Record<ChatName, Map<string, number>> = { slack: new Map(), teams: new Map() };
  const turns = createTurns(options.wall);
  let lastId = 1_000;

  function put(next: ChangeRequest): ChangeRequest {
    const before = records.get(next.id)?.request;
    const request = frozenCopy(next);
    const holds = holdsWhatItTouches(request.state) ? holdScope(request).tenant : '';
    records.set(request.id, { request, holds });
    // A claim stays while its time stays, whatever else is written.
    for (const [kind, at] of Object.entries(before?.due ?? {})) {
      if (dueTimesOf(request)[kind as DueKind] !== at) leases.delete(`${kind} ${request.id}`);
    }
    turns.hold(before, request, holds);
    for (const chat of options.chats) behind[chat].set(request.id, request.version);
    return request;
  }

  const byAge = () => [...records.values()].map(({ request }) => request);

  return {
    nextId: async () => `CR-${++lastId}`,

    async create(request, audit) {
      if (records.has(request.id)) throw new Error(`${request.id} exists already.`);
      chain.write(audit);
      return put({ ...request, version: 1 });
    },

    get: async (id) => records.get(id)?.request,
    open: async () => byAge().filter(({ state }) => !isFinal(state)),
    recent: async (limit) => (limit < 1 ? [] : byAge().reverse().slice(0, limit)),

    about: async ({ tenant, site }, limit) =>
      byAge()
        .filter(({ args }) => args['tenant'] === tenant && args['site'] === site)
        .reverse()
        .slice(0, limit),

    async move(from, next, audit) {
      if (from.id !== next.id) throw new Error(`${from.id} cannot become ${next.id}.`);
      const now = records.get(from.id);
      if (now === undefined) throw new Error(`The record of ${from.id} is gone.`);
      const current = now.request;
      if (current.version !== from.version || current.state !== from.state) {
        return { moved: false, why: 'outdated', current };
      }
      const wanted = holdsWhatItTouches(next.state) ? holdScope(next).tenant : '';
      const holder =
        wanted === '' || wanted === now.holds ? undefined : turns.blockerOf(next, wanted);
      if (holder !== undefined) return { moved: false, why: 'held', holder };
      chain.write(audit);
      return { moved: true, request: put({ ...next, version: from.version + 1 }) };
    },

    async claimDue(now) {
      const wall = options.wall();
      const due = byAge().flatMap((request) =>
        Object.entries(dueTimesOf(request)).flatMap(([kind, at]) =>
          at > now ? [] : [{ id: request.id, kind: kind as DueKind, at }],
        ),
      );
      return due
        .sort((a, b) => a.at - b.at)
        .flatMap(({ id, kind }) => {
          const member = `${kind} ${id}`;
          if ((leases.get(member) ?? 0) > wall) return [];
          leases.set(member, wall + options.leaseMs);
          return [{ id, kind }];
        });
    },

    behind: async (chat) => [...behind[chat]].sort(([, a], [, b]) => a - b).map(([id]) => id),
    cards: async (id, chat) => cards.get(`${chat} ${id}`),

    async cardsShown(id, chat, shown) {
      cards.set(`${chat} ${id}`, frozenCopy(shown));
      const newest = records.get(id)?.request.version;
      if (newest === undefined || shown.version >= newest) behind[chat].delete(id);
      else behind[chat].set(id, newest);
    },

    async drawAnew(id, chat) {
      const newest = records.get(id)?.request.version;
      if (newest === undefined) return;
      const shown = cards.get(`${chat} ${id}`);
      if (shown !== undefined) cards.set(`${chat} ${id}`, frozenCopy({ ...shown, version: 0 }));
      behind[chat].set(id, newest);
    },
  };
}

/** An ended request has nothing left to do. */
function dueTimesOf({ state, due }: ChangeRequest): Partial<Record<DueKind, number>> {
  if (isFinal(state)) return {};
  const times = Object.entries(due).filter(([, at]) => at !== undefined);
  return Object.fromEntries(times.map(([kind, at]) => [kind, Math.round(at)]));
}
