import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
} from 'cockatiel';

/** How a call through a breaker went. `unknown`: it says nothing about the machine (cancelled, our own fault). */
export type Verdict = 'up' | 'down' | 'unknown';
export type Entry =
  | { entered: true; settle(verdict: Verdict): void }
  | { entered: false; why: string };

export interface BreakerLimits {
  /** Failures in a row that open it. */
  breakAfter: number;
  /** The first pause, in milliseconds; each further failure doubles it. */
  retryAfterMs: number;
  retryAtMostMs: number;
}

class TargetDown extends Error {}
class NoVerdict extends Error {}

/** One circuit breaker for each target, so that a dead machine costs its callers nothing and others no time. */
export class Breakers {
  readonly #limits: BreakerLimits;
  readonly #policies = new Map<string, CircuitBreakerPolicy>();

  constructor(limits: BreakerLimits) {
    this.#limits = limits;
  }

  /** Ask to call a target. Who enters must settle exactly once. */
  enter(target: string): Entry {
    const policy = this.#policyOf(target);
    if (policy.state === CircuitState.HalfOpen) {
      return {
        entered: false,
        why: `${target} did not answer lately; another call is trying it right now.`,
      };
    }
    let settle: ((verdict: Verdict) => void) | undefined;
    // cockatiel runs the function at once, or rejects: whether we are in is known when this returns.
    policy
      .execute(
        () =>
          new Promise<void>((resolve, reject) => {
            settle = (verdict) => {
              if (verdict === 'up') resolve();
              else reject(verdict === 'down' ? new TargetDown() : new NoVerdict());
            };
          }),
      )
      .catch((problem: unknown) => {
        const expected = [TargetDown, NoVerdict, BrokenCircuitError].some(
          (type) => problem instanceof type,
        );
        if (!expected) throw problem;
      });
    if (settle) return { entered: true, settle };
    return {
      entered: false,
      why: `${target} did not answer ${this.#limits.breakAfter} times in a row, so it is left alone for a while.`,
    };
  }

  #policyOf(target: string): CircuitBreakerPolicy {
    const known = this.#policies.get(target);
    if (known) return known;
    const { breakAfter, retryAfterMs, retryAtMostMs } = this.#limits;
    const policy = circuitBreaker(handleType(TargetDown), {
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: retryAfterMs,
        maxDelay: retryAtMostMs,
      }),
      breaker: new ConsecutiveBreaker(breakAfter),
    });
    this.#policies.set(target, policy);
    return policy;
  }
}
