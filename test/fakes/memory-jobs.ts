/** One job of a queue. */
export interface Job<T> {
  id: string;
  queue: string;
  data: T;
  state: 'waiting' | 'active' | 'delayed' | 'ended';
  lockedUntil: number;
  tries: number;
  stalls: number;
  /** It was asked for again while it was worked on. */
  again: boolean;
}

/** The jobs of one kind, in every queue of that kind. */
export interface JobList<T> {
  /** Nothing when a job of that id waits or is at work. */
  add(queue: string, id: string, data: T): void;
  /** As `add`, but asked for while one is at work it is done once more after it. */
  addLatest(queue: string, id: string, data: T): void;
  has(queue: string, id: string): boolean;
  /** The oldest that waits, unless as many are at work as may be. */
  take(queue: string, lockedUntil: number): Job<T> | undefined;
  /** Milliseconds to wait for its next try, if it has one. */
  end(job: Job<T>, failed: boolean): number | undefined;
  ready(job: Job<T>): void;
  /** Whose lock has lapsed is no longer at work: it ends, or waits again. True when there was one. */
  giveUpStalled(now: number): boolean;
}

/**
 * @param atOnce so many at most are at work in one queue
 * @param mayStall so often one is begun anew whose worker was lost; readings also have three tries
 */
export function createJobList<T>(atOnce: number, mayStall: number): JobList<T> {
  const jobs = new Map<string, Job<T>>();
  const keyOf = (queue: string, id: string) => `${queue} ${id}`;
  const tries = mayStall > 0 ? 3 : 1;

  function end(job: Job<T>, failed: boolean): number | undefined {
    const key = keyOf(job.queue, job.id);
    // Its lock had lapsed, and it was given up, or is somebody else's by now.
    if (jobs.get(key) !== job || job.state !== 'active') return undefined;
    job.tries += 1;
    if (failed && job.tries < tries) {
      job.state = 'delayed';
      return 1_000 * 2 ** (job.tries - 1);
    }
    jobs.delete(key);
    job.state = 'ended';
    if (job.again) add(job.queue, job.id, job.data);
    return undefined;
  }

  function add(queue: string, id: string, data: T): void {
    const key = keyOf(queue, id);
    if (jobs.has(key)) return;
    const made: Job<T> = {
      id,
      queue,
      data,
      state: 'waiting',
      lockedUntil: 0,
      tries: 0,
      stalls: 0,
      again: false,
    };
    jobs.set(key, made);
  }

  return {
    add,
    addLatest(queue, id, data) {
      const there = jobs.get(keyOf(queue, id));
      if (there?.state === 'active') there.again = true;
      else add(queue, id, data);
    },
    has: (queue, id) => jobs.has(keyOf(queue, id)),
    take(queue, lockedUntil) {
      const own = [...jobs.values()].filter((job) => job.queue === queue);
      if (own.filter(({ state }) => state === 'active').length >= atOnce) return undefined;
      const next = own.find(({ state }) => state === 'waiting');
      if (next === undefined) return undefined;
      // Begun anew it is another piece of work: whoever had it before ends nothing.
      const taken: Job<T> = { ...next, state: 'active', lockedUntil };
      jobs.set(keyOf(queue, next.id), taken);
      return taken;
    },
    end,
    ready(job) {
      if (job.state === 'delayed') job.state = 'waiting';
    },
    giveUpStalled(now) {
      let found = false;
      for (const [key, job] of jobs) {
        if (job.state !== 'active' || job.lockedUntil >= now) continue;
        found = true;
        if (job.stalls >= mayStall) jobs.delete(key);
        else jobs.set(key, { ...job, state: 'waiting', stalls: job.stalls + 1 });
      }
      return found;
    },
  };
}
