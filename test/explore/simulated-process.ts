import { UnavailableError } from '../../src/errors';
import type { Clock } from '../../src/ports/clock';
import type { VirtualTime } from '../fakes/virtual-clock';
import { type Fault, faultInWords } from './fault';

/** One call of a port, as the explorer sees it. */
export interface Call {
  /** The same in every run until the first deviation: process, port, method, what it is about, how many times. */
  name: string;
  /** The name without process and count: `intents.open CR-1001/0`. */
  kind: string;
  process: SimulatedProcess;
  /** The request that it is done for, as far as that is known. */
  about: string | undefined;
}

/** What the run decides, and hears of. */
export interface Watcher {
  time: VirtualTime;
  /** The fault of this call, if it has one. */
  decide(call: Call): Fault | undefined;
  /** A fault that is not about the call alone takes effect: a press, an outage, a clock. */
  strike(call: Call, fault: Fault): void;
  /** A call of that kind takes effect. */
  acted(process: SimulatedProcess, kind: string): void;
  /** Calls it once another process has done something that counts, or after a while. */
  afterOthers(process: SimulatedProcess, go: () => void): void;
  died(process: SimulatedProcess): void;
  note(line: () => string): void;
}

/** One process of the bot under simulation: `kill -9` of it is that its promises never resolve again. */
export interface SimulatedProcess {
  readonly name: string;
  readonly host: string;
  readonly clock: Clock;
  alive(): boolean;
  /** Requests that it is at now, one entry for each piece of work. */
  readonly at: Map<object, string>;
  /** A call of a port. `perform` has its whole effect when it is called. */
  call<T>(
    kind: string,
    about: string | undefined,
    perform: (fault: Fault | undefined) => Promise<T>,
  ): Promise<T>;
  die(): void;
  stall(ms: number): void;
  /** Its clock is off by so much for so long. */
  skew(ms: number, forMs: number): void;
}

/** How long a call takes to arrive, and its answer to come back. */
const wayMs = 1;

const never = new Promise<never>(() => {});

/** @param counts how often each name was called, over all lives of the process */
export function startProcess(
  watcher: Watcher,
  { name, host, counts }: { name: string; host: string; counts: Map<string, number> },
): SimulatedProcess {
  const { time } = watcher;
  let alive = true;
  let stalledUntil = 0;
  let skewed = { ms: 0, until: 0 };
  const now = () => time.now() + (time.now() < skewed.until ? skewed.ms : 0);

  /** In this process, once it runs: not while it stands still, and never after its death. */
  function inside(ms: number, act: () => void): void {
    time.after(ms, () => {
      if (!alive) return false;
      const still = stalledUntil - time.now();
      if (still <= 0) return act();
      inside(still, act);
      return false;
    });
  }

  function call<T>(
    kind: string,
    about: string | undefined,
    perform: (fault: Fault | undefined) => Promise<T>,
  ): Promise<T> {
    if (!alive) return never;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const made: Call = { name: `${name} ${kind} #${count}`, kind, process: self, about };
    const fault = watcher.decide(made);
    watcher.note(() => `${made.name}${fault ? `   <- ${faultInWords(fault)}` : ''}`);
    if (fault !== undefined) watcher.strike(made, fault);
    const { lateMs, then } = outward(fault);
    return new Promise<T>((resolve, reject) => {
      if (then === 'nothing') return;
      if (then === 'lost') {
        return inside(2 * wayMs, () => reject(new UnavailableError('The records do not answer.')));
      }
      depart(lateMs, fault, () => {
        watcher.acted(self, kind);
        const settled = perform(fault);
        const back = (deliver: () => void) => comeBack(fault, deliver);
        settled.then(
          (value) =>
            back(() =>
              isLostAfter(fault)
                ? reject(new UnavailableError('The records do not answer.'))
                : resolve(value),
            ),
          (error: unknown) => back(() => reject(error)),
        );
        if (fault?.do === 'kill') die();
        if (fault?.do === 'pause' && fault.when === 'after') stall(fault.ms);
      });
    });
  }

  function depart(lateMs: number, fault: Fault | undefined, go: () => void): void {
    if (fault?.do === 'yield' && fault.when === 'before') {
      watcher.afterOthers(self, () => void time.after(wayMs, go));
    } else time.after(wayMs + lateMs, go);
  }

  function comeBack(fault: Fault | undefined, deliver: () => void): void {
    if (fault?.do === 'yield' && fault.when === 'after')
      watcher.afterOthers(self, () => inside(wayMs, deliver));
    else inside(wayMs + homeward(fault), deliver);
  }

  /** What a fault does to the call on its way out. */
  function outward(fault: Fault | undefined): {
    lateMs: number;
    then: 'effect' | 'nothing' | 'lost';
  } {
    if (fault === undefined || !('when' in fault) || fault.when === 'after') {
      return { lateMs: 0, then: 'effect' };
    }
    if (fault.do === 'kill') {
      die();
      return { lateMs: 0, then: 'nothing' };
    }
    if (fault.do === 'lose') return { lateMs: 0, then: 'lost' };
    if (fault.do === 'yield') return { lateMs: 0, then: 'effect' };
    if (fault.do === 'pause') stall(fault.ms);
    return { lateMs: fault.ms, then: 'effect' };
  }

  function die(): void {
    if (!alive) return;
    alive = false;
    watcher.died(self);
  }

  function stall(ms: number): void {
    stalledUntil = Math.max(stalledUntil, time.now() + ms);
  }

  const self: SimulatedProcess = {
    name,
    host,
    at: new Map(),
    alive: () => alive,
    clock: { now, wall: now, sleep: (ms) => new Promise((resolve) => inside(ms, resolve)) },
    call,
    die,
    stall,
    skew(ms, forMs) {
      skewed = { ms, until: time.now() + forMs };
    },
  };
  return self;
}

function homeward(fault: Fault | undefined): number {
  return fault?.do === 'slow' && fault.when === 'after' ? fault.ms : 0;
}

function isLostAfter(fault: Fault | undefined): boolean {
  return fault?.do === 'lose' && fault.when === 'after';
}
