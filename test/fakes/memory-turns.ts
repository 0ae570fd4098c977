import { type ChangeRequest, isLeftToPerson } from '../../approvals/request';

/** Who is at work on which gateway, and who waits there for a turn. */
export interface Turns {
  /** A request was written: it holds that tenant, `*` for all, or nothing. */
  hold(before: ChangeRequest | undefined, after: ChangeRequest, holds: string): void;
  /** The request that this one waits for, which then has its place in the line. */
  blockerOf(request: ChangeRequest, wanted: string): string | undefined;
  /** Whoever waits on that gateway was last heard of so much earlier. */
  age(gateway: string, ms: number): void;
}

interface Turn {
  gateway: string;
  ticket: number;
  wants: string;
  lapses: number;
  /** Not while it waits for one that only a person moves on. */
  counts: boolean;
}

/** Whoever waits tries again and again; one that is not heard of for so long has lost its turn. */
const lapsesMs = 300_000;

const meets = (one: string, other: string) => one === other || one === '*' || other === '*';

/** First come, first served between a whole gateway and its tenants, as turns.lua has it. */
export function createTurns(wall: () => number): Turns {
  const holding = new Map<string, { gateway: string; holds: string; person: boolean }>();
  const waiting = new Map<string, Turn>();
  let lastTicket = 0;

  function holderOf({ id, gateway }: ChangeRequest, wanted: string) {
    const others = [...holding].filter(
      ([other, held]) => other !== id && held.gateway === gateway && meets(held.holds, wanted),
    );
    return others.find(([, { person }]) => person) ?? others.at(-1);
  }

  function aheadOf({ id, gateway }: ChangeRequest, wanted: string): string | undefined {
    for (const [other, { lapses }] of waiting) if (lapses <= wall()) waiting.delete(other);
    const mine = waiting.get(id)?.ticket ?? Number.POSITIVE_INFINITY;
    const before = [...waiting].filter(
      ([, turn]) =>
        turn.gateway === gateway &&
        turn.counts &&
        turn.ticket < mine &&
        (turn.wants === '*' || wanted === '*'),
    );
    return before.sort(([, a], [, b]) => a.ticket - b.ticket)[0]?.[0];
  }

  return {
    hold(before, after, holds) {
      const { id, gateway, state } = after;
      if (holds === '') holding.delete(id);
      else holding.set(id, { gateway, holds, person: isLeftToPerson(state) });
      if (before?.state !== state) waiting.delete(id);
    },

    blockerOf(request, wanted) {
      const holder = holderOf(request, wanted);
      const blocker = holder?.[0] ?? aheadOf(request, wanted);
      if (blocker === undefined) return undefined;
      waiting.set(request.id, {
        gateway: request.gateway,
        ticket: waiting.get(request.id)?.ticket ?? ++lastTicket,
        wants: wanted,
        lapses: wall() + lapsesMs,
        counts: holder?.[1].person !== true,
      });
      return blocker;
    },

    age(gateway, ms) {
      for (const turn of waiting.values()) if (turn.gateway === gateway) turn.lapses -= ms;
    },
  };
}
