import type { Health, Told, Verdict, WatchState } from '../ports/health';
import { followers } from './followers';
import { isOf, type Scope, sentenceFor } from './scope';

/** A cause that is open, with what is down because of it. */
export interface Trouble {
  name: string;
  health: Exclude<Health, 'healthy'> | 'flapping';
  sentence: string;
  /** Undefined when nobody knows since when. */
  since: number | undefined;
  /** What is as it is because of it. */
  along: string[];
}

export interface WatchedGateway {
  name: string;
  state: WatchState | undefined;
  /** Nobody has read it lately: its state says nothing of now, however good it was. */
  isStale: boolean;
}

const order: Trouble['health'][] = ['down', 'unknown', 'degraded', 'flapping'];

/** What is not well on these gateways, the worst first, the oldest of them first. */
export function openTroubles(gateways: readonly WatchedGateway[], scope: Scope): Trouble[] {
  return gateways
    .flatMap((one) => troublesOf(one, scope))
    .toSorted(
      (a, b) =>
        order.indexOf(a.health) - order.indexOf(b.health) || (a.since ?? 0) - (b.since ?? 0),
    );
}

function troublesOf({ name, state, isStale }: WatchedGateway, scope: Scope): Trouble[] {
  const unread = { name, health: 'unknown' as const, along: [] };
  if (state === undefined) {
    return [{ ...unread, since: undefined, sentence: `${name} was not read yet.` }];
  }
  const { verdicts, tracks, at } = state;
  const stale: Trouble[] = isStale
    ? [{ ...unread, since: at, sentence: `${name} is not watched: no worker reads it.` }]
    : [];
  const causes = verdicts.flatMap((verdict): Trouble[] => {
    const { health, because, sum, key } = verdict;
    if (health === 'healthy' || because !== undefined || sum) return [];
    const along = followers(key, verdicts).filter((one) => isOf(scope, one));
    if (!isOf(scope, verdict) && along.length === 0) return [];
    const track = tracks[health === 'unknown' ? `${key}?` : key];
    // A change is at work on it, or took it down: that change tells it.
    if (health !== 'unknown' && track?.seen === 'excused') return [];
    return [
      {
        name: verdict.name,
        health,
        sentence: sentenceFor(scope, verdict),
        since: track?.told?.since ?? track?.since,
        along: along.filter(({ kind }) => kind !== 'tenant').map((one) => one.name),
      },
    ];
  });
  const shown = new Set(
    verdicts.filter(({ health }) => health !== 'healthy').map(({ key }) => key),
  );
  const remembered = Object.entries(tracks).flatMap(([key, { verdict, told }]): Trouble[] =>
    told === undefined || shown.has(verdict.key) || !isOf(scope, verdict)
      ? []
      : rememberedTrouble(verdict, told, key === verdict.key, verdicts),
  );
  return [...stale, ...causes, ...remembered];
}

/** Told, and not among what is ill now: it flaps, is about to be called well, or cannot be seen. */
function rememberedTrouble(
  verdict: Verdict,
  told: Told,
  isOfItself: boolean,
  verdicts: readonly Verdict[],
): Trouble[] {
  const isSeen = verdicts.some(({ key }) => key === verdict.key);
  const trouble = { name: verdict.name, since: told.since, along: [] };
  if (!isSeen) {
    const sentence = `${verdict.name} was down when it could be read last.`;
    return isOfItself ? [{ ...trouble, health: 'unknown', sentence }] : [];
  }
  const sentence =
    told.as === 'flapping'
      ? `${verdict.name} is flapping: it fell ${told.falls} times.`
      : `${verdict.name} came back just now.`;
  return [{ ...trouble, health: 'flapping', sentence }];
}

/** What is down on purpose on these gateways, and by which change of the bot's. */
export function meantDown(
  gateways: readonly WatchedGateway[],
  scope: Scope,
): { name: string; by: string }[] {
  return gateways.flatMap(({ state }) =>
    Object.values(state?.tracks ?? {}).flatMap(({ verdict, meant }) =>
      meant === undefined || !isOf(scope, verdict) ? [] : [{ name: verdict.name, by: meant }],
    ),
  );
}
