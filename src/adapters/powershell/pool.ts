import type { ShellIdentity } from '../../ports/shells';
import { Lane } from './lane';

/** The processes of one purpose. */
export class Pool {
  readonly #lanes: Lane[] = [];
  readonly #most: number;
  readonly #create: () => Lane;

  constructor(most: number, create: () => Lane) {
    this.#most = most;
    this.#create = create;
  }

  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  /** The lane of that very process, or undefined when it is gone. */
  find({ host, pid, startedAt }: ShellIdentity): Lane | undefined {
    return this.#lanes.find(({ identity }) => {
      return identity?.pid === pid && identity.startedAt === startedAt && identity.host === host;
    });
  }

  /** For a call: a free process, at best the one that `ready` named, or with most of these sessions open. */
  pick(targets: readonly string[]): Lane {
    const rank = (lane: Lane) => {
      if (!lane.identity) return 0;
      const open = targets.filter((target) => lane.sessions.has(target)).length;
      return 1 + open + (lane.isPromised ? targets.length : 0);
    };
    return this.#best((lane) => lane.isFree, rank);
  }

  /**
   * A busy process that has sessions to all of these, or is opening them for somebody, while no free one has: opening
   * each of them again takes longer than a call, and a gateway counts the sessions of an account.
   */
  holder(targets: readonly string[]): Lane | undefined {
    const holds = (lane: Lane) =>
      targets.every(
        (target) =>
          (lane.identity !== undefined && lane.sessions.has(target)) ||
          [...lane.calls].some((call) => call.includes(target)),
      );
    const holding = this.#lanes.filter(holds);
    return holding.some((lane) => lane.isFree) ? undefined : holding[0];
  }

  /** For somebody who will call soon: not the process that was named to somebody else a moment ago. */
  reserve(target: string | undefined): Lane {
    const lane = this.#best(
      (one) => one.isFree && !one.isPromised,
      (one) => {
        if (!one.identity) return 0;
        const has = target !== undefined && one.sessions.has(target);
        return 1 + one.sessions.size + (has ? 1_000 : 0);
      },
    );
    lane.promise();
    return lane;
  }

  /** The best of those that would do; else a new one; else the least busy. */
  #best(would: (lane: Lane) => boolean, rank: (lane: Lane) => number): Lane {
    const [best] = this.#lanes.filter(would).sort((a, b) => rank(b) - rank(a));
    if (best) return best;
    if (this.#lanes.length < this.#most) {
      const lane = this.#create();
      this.#lanes.push(lane);
      return lane;
    }
    return this.#lanes.reduce((least, lane) =>
      lane.turnstile.load < least.turnstile.load ? lane : least,
    );
  }
}
