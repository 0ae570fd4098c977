import type { Told, Track, Verdict } from '../ports/health';

/** How long something must last before people are told, in milliseconds, and what is too often. */
export interface Patience {
  /** For what is down, and for its recovery. */
  downMs: number;
  /** For what could not be read. */
  unknownMs: number;
  /** So many falls within that time are a flapping, told once instead of one by one. */
  flaps: number;
  flapsWithinMs: number;
  /** A flapping has ended when it was up for so long. */
  calmMs: number;
  /** What flaps is told as down when it stays down for so long. */
  staysDownMs: number;
}

/**
 * What a verdict means for what is remembered of its thing. Excused: it has a cause that is told instead, or a change
 * is at work on it. Nothing was learned from `unread`.
 */
export type Sight = 'well' | 'ill' | 'excused' | 'unread';

export type Step =
  | { kind: 'fell'; since: number; falls: number; fromTheStart: boolean }
  | { kind: 'flaps'; since: number; falls: number }
  | {
      kind: 'recovered';
      as: Told['as'];
      since: number;
      until: number;
      falls: number;
      along: string[];
    };

/** At most so many falls are remembered: enough to say that it flaps. */
const fallsKept = 50;

/** One thing, one probe further. A step is what people must be told now. */
export function advance(
  former: Track | undefined,
  now: Verdict,
  sight: Exclude<Sight, 'unread'>,
  when: { at: number; probedAt: number; isFirst: boolean; mineMs: number },
  patience: Patience,
): { track: Track; step: Step | undefined } {
  const track = look(former, now, sight, when, patience);
  const { told, falls } = track;
  const lasted = when.probedAt - track.sinceProbe;
  const isFlapping = told?.as === 'flapping';
  // First of all: what falls too often is not told fall by fall, however long each of them is.
  if (sight === 'ill' && told === undefined && falls.length >= patience.flaps) {
    const since = falls[0] ?? when.at;
    const step: Step = { kind: 'flaps', since, falls: falls.length };
    const flapping: Told = { as: 'flapping', since, falls: falls.length, along: [] };
    return { track: { ...track, told: flapping }, step };
  }
  const stays = isFlapping ? Math.max(patience.staysDownMs, when.mineMs) : when.mineMs;
  if (sight === 'ill' && lasted >= stays && told?.as !== 'ill') {
    const since = told?.since ?? track.since;
    const count = told?.falls ?? 1;
    const step: Step = {
      kind: 'fell',
      since,
      falls: count,
      fromTheStart: track.fromTheStart === true,
    };
    return { track: { ...track, told: { as: 'ill', since, falls: count, along: [] } }, step };
  }
  const enough = isFlapping ? patience.calmMs : patience.downMs;
  if (sight === 'well' && told !== undefined && lasted >= enough) {
    const { told: _, ...rest } = track;
    const step: Step = { ...told, kind: 'recovered', until: track.since };
    return { track: isFlapping ? { ...rest, falls: [] } : rest, step };
  }
  return { track, step: undefined };
}

function look(
  former: Track | undefined,
  now: Verdict,
  sight: Track['seen'],
  { at, probedAt, isFirst }: { at: number; probedAt: number; isFirst: boolean },
  { flapsWithinMs }: Patience,
): Track {
  const metAt = now.gone === true ? (former?.metAt ?? at) : at;
  if (former?.seen === sight) {
    // A clock that was set back, or another worker's, would have it wait for as long as they differ.
    const sinceProbe = Math.min(former.sinceProbe, probedAt);
    return { ...former, sinceProbe, verdict: now, metAt };
  }
  const isFall = sight === 'ill' && (former === undefined ? !isFirst : former.seen === 'well');
  const recent = (former?.falls ?? []).filter((fall) => Math.abs(at - fall) <= flapsWithinMs);
  const told = former?.told;
  return {
    verdict: now,
    seen: sight,
    since: at,
    sinceProbe: probedAt,
    ...(isFirst && sight === 'ill' ? { fromTheStart: true } : {}),
    metAt,
    falls: (isFall ? [...recent, at] : recent).slice(-fallsKept),
    ...(told && { told: isFall ? { ...told, falls: told.falls + 1 } : told }),
  };
}
