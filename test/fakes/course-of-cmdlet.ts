/** How one cmdlet goes, other than well. */
export type Mishap =
  /** Never sent. */
  | { how: 'refused' | 'unreachable' }
  /** It answers with an error, and does nothing. */
  | { how: 'error' }
  /** No answer in time; it takes effect so late, in milliseconds from its beginning, or not at all. */
  | { how: 'timeout'; effectAfterMs?: number }
  /** The answer is lost at once; a session's far side goes on all the same. */
  | { how: 'died'; effectAfterMs?: number };

/** What becomes of a cmdlet that is sent, in milliseconds from its beginning. */
export interface Course {
  /** Undefined: it never takes effect. */
  effectMs: number | undefined;
  /** When whoever asked hears of it. */
  answerMs: number;
  /** When the machine is done with it. */
  endMs: number;
  /** The answer does not come. */
  lost?: 'timeout' | 'died';
}

/** How long after its effect a machine is at a cmdlet whose answer nobody gets. */
const lingersMs = 50;

/** Of a cmdlet that takes so long, when there is so much time left. Nothing takes effect after its deadline. */
export function courseOf(mishap: Mishap | undefined, tookMs: number, leftMs: number): Course {
  if (mishap?.how === 'timeout' || mishap?.how === 'died') {
    // The far side keeps the deadline too.
    const late = mishap.effectAfterMs;
    const effectMs = late === undefined ? undefined : Math.min(late, leftMs - 1);
    return {
      effectMs,
      answerMs: mishap.how === 'timeout' ? leftMs : Math.min(lingersMs, leftMs),
      endMs: Math.min(leftMs, (effectMs ?? leftMs) + lingersMs),
      lost: mishap.how,
    };
  }
  const effectMs = tookMs / 2;
  if (tookMs <= leftMs) return { effectMs, answerMs: tookMs, endMs: tookMs };
  const inTime = effectMs < leftMs ? effectMs : undefined;
  return { effectMs: inTime, answerMs: leftMs, endMs: leftMs, lost: 'timeout' };
}
