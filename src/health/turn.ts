import type { Episode, Track, Verdict, WatchState } from '../ports/health';
import type { Judgement } from './judge-gateway';
import { followers, isWell } from './followers';
import { blameAbsent, blameGone, type Changes, missed } from './missed';
import { advance, type Patience, type Sight, type Step } from './track';

/** Something that people are told: of a cause once, with all that is down because of it. */
export type Turn = {
  subject: Verdict;
  /** It is about being read, not about being well. */
  blind: boolean;
} & (
  | (Exclude<Step, { kind: 'recovered' }> & { along: Verdict[] })
  | (Omit<Step & { kind: 'recovered' }, 'along'> & {
      /** What was down with it and is well again. */
      along: Verdict[];
      /** What was down with it and still is. */
      still: Verdict[];
    })
  /** It was told as down, and is not on the gateway any more. */
  | { kind: 'left'; since: number; until: number; falls: number }
);

export interface Watching {
  /** On the bot's own clock. */
  at: number;
  /** On the machine's. */
  probedAt: number;
  patience: Patience;
  changes: Changes;
}

/**
 * One probe further: what people are told, and what is remembered. Pure, so that a state that was written together
 * with what follows from it never tells the same twice.
 */
export function turn(
  former: WatchState | undefined,
  judgement: Judgement,
  { at, probedAt, patience, changes }: Watching,
): { next: WatchState; turns: Turn[]; ended: Episode[] } {
  const known = former?.tracks ?? {};
  const { gone: missing, kept, left, forgotten } = missed(known, judgement, changes, at);
  const found = blameAbsent(judgement.verdicts, missing, judgement.gateway);
  const { gone } = found;
  const verdicts = [...found.verdicts, ...gone].map((one) => blameGone(one, known, gone));
  const tracks: Record<string, Track> = { ...kept };
  const turns = left.map((one) => endOf(one, at));
  for (const verdict of verdicts) {
    const meant = meantDown(verdict, known[verdict.key], changes);
    for (const { key, sight, mineMs } of sightsOf(verdict, patience, changes, meant)) {
      const before = known[key];
      if (sight === 'unread') {
        if (before !== undefined) tracks[key] = before;
        continue;
      }
      const when = { at, probedAt, isFirst: former === undefined, mineMs };
      const { track, step } = advance(before, verdict, sight, when, patience);
      const of = key === verdict.key && meant !== undefined ? { ...track, meant } : track;
      if (!isIdle(key, of)) tracks[key] = of;
      if (step === undefined) continue;
      const told = turnOf(step, { subject: verdict, blind: isBlindness(key) }, verdicts);
      turns.push(told);
      if (track.told !== undefined && told.kind !== 'left') {
        const along = told.along.map((one) => one.key);
        tracks[key] = { ...of, told: { ...track.told, along } };
      }
    }
  }
  const ended = [...turns, ...forgotten.map((one) => endOf(one, at))].flatMap(episodesOf);
  return { next: { at, probedAt, verdicts, tracks }, turns, ended };
}

/**
 * A verdict is looked at twice: is the thing ill, and can it be read? They have patience of their own, and a reading
 * that failed neither ends an outage nor delays it.
 */
function sightsOf(
  verdict: Verdict,
  patience: Patience,
  changes: Changes,
  meant: string | undefined,
): { key: string; sight: Sight; mineMs: number }[] {
  const { key, health, because, sum } = verdict;
  const isThing = verdict.kind === 'tunnel' || verdict.kind === 'peer';
  const busy = isThing && changes.isAtWork(verdict);
  const ill = because === undefined ? 'ill' : 'excused';
  const sight = (): Sight => {
    if (sum) return 'well';
    if (health === 'unknown') return 'unread';
    if (busy || meant !== undefined) return 'excused';
    return health === 'healthy' ? 'well' : ill;
  };
  const blindness = (): Sight => {
    if (sum || health !== 'unknown') return 'well';
    return because === undefined && !busy ? 'ill' : 'unread';
  };
  return [
    { key, sight: sight(), mineMs: patience.downMs },
    { key: blindnessOf(key), sight: blindness(), mineMs: patience.unknownMs },
  ];
}

/**
 * The change by which a thing is down on purpose. It is until it comes up: what falls after that, falls by itself. It
 * is remembered, because a change is not among the newest ones for ever.
 */
function meantDown(
  verdict: Verdict,
  former: Track | undefined,
  changes: Changes,
): string | undefined {
  if (verdict.health !== 'down' || verdict.gone === true) return undefined;
  const wanted = changes.wantsDown(verdict);
  if (wanted === undefined) return former?.meant;
  // It came up, or fell by itself, after that change had ended.
  const stoodSince = former === undefined || former.seen === 'excused' ? 0 : former.since;
  return wanted !== null && stoodSince <= wanted.since ? wanted.by : undefined;
}

function blindnessOf(key: string): string {
  return `${key}?`;
}

function isBlindness(key: string): boolean {
  return key.endsWith('?');
}

/** That a thing can be read is nothing to remember, unless it often could not. */
function isIdle(key: string, { seen, told, falls }: Track): boolean {
  return isBlindness(key) && seen === 'well' && told === undefined && falls.length === 0;
}

function turnOf(
  step: Step,
  of: Pick<Turn, 'subject' | 'blind'>,
  verdicts: readonly Verdict[],
): Turn {
  if (step.kind !== 'recovered') {
    return { ...step, ...of, along: followers(of.subject.key, verdicts) };
  }
  const were = verdicts.filter((one) => step.along.includes(one.key));
  return {
    ...step,
    ...of,
    along: were.filter(isWell),
    still: were.filter((one) => !isWell(one)),
  };
}

function endOf({ verdict, told }: Track, at: number): Turn {
  return {
    kind: 'left',
    subject: verdict,
    blind: false,
    since: told?.since ?? at,
    until: at,
    falls: told?.falls ?? 1,
  };
}

function episodesOf(one: Turn): Episode[] {
  if (one.kind !== 'recovered' && one.kind !== 'left') return [];
  const { subject, blind, since, until, falls, kind: end } = one;
  return [{ subject, blind, since, until, falls, end }];
}
