import { type ChangeRequest, isFinal } from '../../approvals/request';
import { UserError } from '../../src/errors';
import type { Installation } from './installation';
import type { RunningChat } from './run-chat';
import type { Wish } from './scenario';

/** What the people of a scenario do, at their own pace and over whatever chat process is there. */
export interface Cast {
  /** Somebody presses a button out of turn. */
  press(person: string, verb: string, request: number): void;
  /** From now on somebody settles what waits for a person. */
  beginSettling(): void;
  /** The id of each wish's request, once there is one. */
  ids(): readonly (string | undefined)[];
}

const lookEveryMs = 700;

/** @param chats those that are alive now */
export function actAsPeople(installation: Installation, chats: () => RunningChat[]): Cast {
  const { time, records, scenario } = installation;
  const ids: (string | undefined)[] = scenario.wishes.map(() => undefined);
  let settling = false;
  let acted = false;

  /** Press and forget; whoever is not heard presses again at the next look. */
  function act(
    index: number,
    what: (chat: RunningChat) => Promise<void>,
    patienceMs = 15_000,
  ): void {
    const alive = chats().filter(({ process }) => process.alive());
    const chat = alive[index % Math.max(1, alive.length)];
    if (chat === undefined) return;
    const mine = { until: time.now() + patienceMs, chat };
    busy.set(index, mine);
    acted = true;
    what(chat)
      .catch((error: unknown) => {
        if (error instanceof TypeError) throw error;
      })
      .finally(() => {
        if (busy.get(index) === mine) busy.delete(index);
      });
  }
  const busy = new Map<number, { until: number; chat: RunningChat }>();

  function lookAt(wish: Wish, index: number, begun: number): void {
    const at = busy.get(index);
    if (at?.chat.process.alive() && at.until > time.now()) return;
    const id = ids[index];
    if (id === undefined) {
      if (time.now() < begun + wish.askAfterMs) return;
      // Asked twice when the first answer is lost: as in life, and the first is found by its line.
      const found = [...records.values()].find(
        ({ args }) =>
          args['owner'] === wish.tenant &&
          JSON.stringify(args['things']) === JSON.stringify(wish.things),
      );
      if (found !== undefined) ids[index] = found.id;
      // Patient enough for any fault, because what is asked twice is there twice.
      else act(index, async (chat) => void (await chat.ask('alice', wish)), 60_000);
      return;
    }
    const request = records.get(id);
    if (request !== undefined && !isFinal(request.state)) stir(wish, index, request);
  }

  function stir(wish: Wish, index: number, request: ChangeRequest): void {
    const since = time.now() - request.stateSince;
    const press = (person: string, verb: string, words: Record<string, string> = {}) =>
      act(index, (chat) => chat.press(person, verb, { request: request.id, ...words }));
    if (request.state === 'pending' && since >= wish.voteAfterMs) {
      return press('bob', 'approve', { fingerprint: request.plan?.fingerprint ?? '' });
    }
    if (request.state === 'unconfirmed' && wish.keep && since > 2_000)
      return press('alice', 'keep');
    if (!settling || (request.state !== 'stuck' && request.state !== 'unknown')) return;
    if (request.stateSince > readAt(request.id)) {
      asked.set(request.id, time.now());
      return press('alice', 'check');
    }
    if (time.now() < readAt(request.id) + 5_000) return;
    if (request.found === 'applied' || request.found === 'half') return press('alice', 'undo');
    press('alice', 'close', { because: 'settled by hand' });
  }
  const asked = new Map<string, number>();
  const readAt = (id: string) => asked.get(id) ?? Number.NEGATIVE_INFINITY;

  const begun = time.now();
  const look = () => {
    acted = false;
    for (const [index, wish] of scenario.wishes.entries()) lookAt(wish, index, begun);
    time.after(lookEveryMs, look);
    return acted ? undefined : false;
  };
  time.after(1, look);

  return {
    press(person, verb, index) {
      const id = ids[index];
      const chat = chats().find(({ process }) => process.alive());
      if (id === undefined || chat === undefined) return;
      chat.press(person, verb, { request: id, because: 'of the time' }).catch((error: unknown) => {
        if (!(error instanceof UserError) && error instanceof TypeError) throw error;
      });
    },
    beginSettling() {
      settling = true;
    },
    ids: () => ids,
  };
}
