import type { Track, Verdict } from '../ports/health';
import type { Judgement } from './judge-gateway';

/** What the bot's own changes explain. */
export interface Changes {
  /** A change is at work on the thing now: how it stands meanwhile is the change's to tell. */
  isAtWork(thing: Verdict): boolean;
  /** A change has to do with its not being there any more, if it was last met at that time. */
  explains(thing: Verdict, metAt: number): boolean;
  /** By the newest change of the thing it is to be down, and since when. Null: it is not; undefined: none is known. */
  wantsDown(thing: Verdict): { by: string; since: number } | null | undefined;
}

/** What vanished and was told is remembered so long, in milliseconds. */
const goneForMs = 24 * 3_600_000;

export interface Missed {
  /** They should be there: an outage like any other, as verdicts. */
  gone: Verdict[];
  /** They may be there, only that nobody could see: remembered as they are. */
  kept: Record<string, Track>;
  /** Told as down, and taken away by a change: an end that people are told. */
  left: Track[];
  /** Told as gone so long ago that it is how things are now. */
  forgotten: Track[];
}

/** What was there at the last probe and is not in this one. */
export function missed(
  known: Record<string, Track>,
  judgement: Judgement,
  changes: Changes,
  at: number,
): Missed {
  const there = new Set(judgement.verdicts.map(({ key }) => key));
  const found: Missed = { gone: [], kept: {}, left: [], forgotten: [] };
  for (const [key, track] of Object.entries(known)) {
    const { verdict, told, metAt } = track;
    if (there.has(verdict.key)) continue;
    if (judgement.isHidden(verdict) || changes.isAtWork(verdict)) {
      found.kept[key] = track;
      continue;
    }
    const isThing = verdict.kind === 'tunnel' || verdict.kind === 'peer';
    if (!isThing || changes.explains(verdict, metAt)) {
      if (told !== undefined) found.left.push(track);
    } else if (at - metAt > goneForMs) {
      if (told !== undefined) found.forgotten.push(track);
    } else if (key === verdict.key) {
      found.gone.push(goneVerdict(verdict, judgement.gateway));
    }
  }
  return found;
}

function goneVerdict(verdict: Verdict, gateway: string): Verdict {
  const { resting: _, because: __, ...rest } = verdict;
  const sentence = `${verdict.name} is gone from ${gateway}, and no change of mine removed it.`;
  return { ...rest, health: 'down', gone: true, sentence };
}

/** A peer whose tunnel is gone has no way that a reading could still name: it goes under what is remembered. */
export function blameGone(
  verdict: Verdict,
  known: Record<string, Track>,
  gone: readonly Verdict[],
): Verdict {
  const { kind, health, because, via } = verdict;
  if (kind !== 'peer' || health !== 'down' || because !== undefined || via !== undefined) {
    return verdict;
  }
  const was = known[verdict.key]?.verdict.via;
  return gone.some(({ key }) => key === was) && was !== undefined
    ? { ...verdict, via: was, because: was }
    : verdict;
}

/** A routing domain that vanished with what was in it is one outage: its tenant's, and the rest because of it. */
export function blameAbsent(
  verdicts: readonly Verdict[],
  gone: readonly Verdict[],
  gateway: string,
): { verdicts: Verdict[]; gone: Verdict[] } {
  const lost = verdicts.filter(
    ({ absent, tenant }) => absent && gone.some((one) => one.tenant === tenant),
  );
  return {
    verdicts: verdicts.map((one) => (lost.includes(one) ? lostDomain(one, gateway) : one)),
    gone: gone.map((one) => {
      const above = lost.find(({ tenant }) => tenant === one.tenant);
      return above === undefined ? one : { ...one, because: above.key };
    }),
  };
}

function lostDomain(verdict: Verdict, gateway: string): Verdict {
  const { resting: _, absent: __, ...rest } = verdict;
  const sentence = `The routing domain ${verdict.domain} of ${verdict.name} is gone from ${gateway}, with what was in it.`;
  return { ...rest, health: 'down', gone: true, sentence };
}
