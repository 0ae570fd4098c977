import { type ChangeRequest, type DueKind, isFinal } from '../../approvals/request';

export interface Due {
  id: string;
  kind: DueKind;
}

/** Who has claimed which due time. */
export interface Claims {
  /** A request was written: a claim stays while its time stays, whatever else is written. */
  keep(before: ChangeRequest | undefined, after: ChangeRequest): void;
  /** Claim what is due of these requests, at most so many: first what never was claimed, then the oldest claim. */
  take(requests: ChangeRequest[], now: number): Due[];
  giveBack(due: Due): void;
  lapse(): void;
}

/** As many as the real store hands out at once. */
const atOnce = 200;

const nameOf = ({ kind, id }: Due) => `${kind} ${id}`;

/** Claims of due times, each for so long. */
export function createClaims(leaseMs: number, wall: () => number): Claims {
  const leases = new Map<string, number>();

  return {
    keep(before, after) {
      for (const [kind, at] of Object.entries(before?.due ?? {})) {
        const due = { id: after.id, kind: kind as DueKind };
        if (dueTimesOf(after)[due.kind] !== at) leases.delete(nameOf(due));
      }
    },

    take(requests, now) {
      const time = wall();
      const due = requests
        .flatMap((request) =>
          Object.entries(dueTimesOf(request)).map(([kind, at]) => ({
            at,
            id: request.id,
            kind: kind as DueKind,
          })),
        )
        .filter(({ at }) => at <= now)
        .sort((a, b) => a.at - b.at)
        .map(({ id, kind }) => ({ id, kind, until: leases.get(nameOf({ id, kind })) }));
      const first = due.filter(({ until }) => until === undefined);
      const again = due.flatMap((one) =>
        one.until !== undefined && one.until <= time ? [{ ...one, until: one.until }] : [],
      );
      const claimed = [...first, ...again.sort((a, b) => a.until - b.until)].slice(0, atOnce);
      return claimed.map(({ id, kind }) => {
        leases.set(nameOf({ id, kind }), time + leaseMs);
        return { id, kind };
      });
    },

    giveBack: (due) => void leases.delete(nameOf(due)),

    lapse() {
      for (const name of leases.keys()) leases.set(name, 0);
    },
  };
}

/** An ended request has nothing left to do. */
function dueTimesOf({ state, due }: ChangeRequest): Partial<Record<DueKind, number>> {
  if (isFinal(state)) return {};
  const times = Object.entries(due).filter(([, at]) => at !== undefined);
  return Object.fromEntries(times.map(([kind, at]) => [kind, Math.round(at)]));
}
