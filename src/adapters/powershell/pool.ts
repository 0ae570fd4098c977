import type { ShellIdentity } from '../../ports';
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

  /** A free process that has the most of these sessions open; else a new one; else the least busy. */
  pick(targets: readonly string[]): Lane {
    const open = (lane: Lane) => targets.filter((target) => lane.sessions.has(target)).length;
    const rank = (lane: Lane) => (lane.identity ? 1 + open(lane) : 0);
    const [free] = this.#lanes.filter((lane) => lane.isFree).sort((a, b) => rank(b) - rank(a));
    if (free) return free;
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
