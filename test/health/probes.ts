import type { Health, Verdict, WatchState } from '../../src/ports/health';
import type { Judgement } from '../../src/health/judge-gateway';
import type { Changes } from '../../src/health/missed';
import type { Patience } from '../../src/health/track';
import { type Turn, turn } from '../../src/health/turn';

/* Verdicts without a gateway, probed once a second of the bot's clock. */

export const patience: Patience = {
  downMs: 3_000,
  unknownMs: 6_000,
  flaps: 1_000,
  flapsWithinMs: 60_000,
  calmMs: 10_000,
  staysDownMs: 6_000,
};

export const noChanges: Changes = {
  isAtWork: () => false,
  explains: () => false,
  wantsDown: () => undefined,
};

export function verdictOf(
  kind: Verdict['kind'],
  name: string,
  health: Health,
  more: Partial<Verdict> = {},
): Verdict {
  const sentence = `${name} is ${health}.`;
  return { key: `${kind} ${name}`, kind, name, tenant: 'contoso', health, sentence, ...more };
}

export function judged(verdicts: Verdict[], hidden: Verdict['kind'][] = []): Judgement {
  return { gateway: 'gw1', verdicts, isHidden: ({ kind }) => hidden.includes(kind) };
}

/** Play one probe a second, and give what was told at each. The state goes through JSON, as in life. */
export function probe(
  all: readonly Judgement[],
  how: { patience?: Partial<Patience>; changes?: Changes } = {},
): { told: Turn[][]; state: WatchState | undefined } {
  let state: WatchState | undefined;
  const told = all.map((judgement, second) => {
    const step = turn(state, judgement, {
      at: 1_000_000 + second * 1_000,
      probedAt: 5_000 + second * 1_000,
      patience: { ...patience, ...how.patience },
      changes: how.changes ?? noChanges,
    });
    state = JSON.parse(JSON.stringify(step.next)) as WatchState;
    return step.turns;
  });
  return { told, state };
}
