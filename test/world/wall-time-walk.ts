/* How a clock on the wall behaves, walked through minute by minute: nothing is computed here, it is only looked at. */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A look at the clock of a zone: `2026-03-29 02:30`, which sorts as time does. */
function watchOf(timeZone: string): (moment: number) => string {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (moment) => clock.format(moment);
}

/** What a zone's clock shows at noon in UTC, each day; zones that never differ behave alike. */
export function behaviourOf(timeZone: string, from: number, days: number): string[] {
  const look = watchOf(timeZone);
  return Array.from({ length: days }, (_, day) => look(from + day * dayMs + dayMs / 2));
}

/** The days of UTC around which the clock is changed. */
export function changesIn(behaviour: readonly string[]): number[] {
  const times = behaviour.map((shown) => shown.slice(11));
  return times.flatMap((time, day) => (day > 0 && time !== times[day - 1] ? [day] : []));
}

/** What a clock shows at each minute from a moment to another one. */
export type Walk = { moment: number; shown: string }[];

export function walkMinutes(timeZone: string, from: number, until: number): Walk {
  const look = watchOf(timeZone);
  const minutes = Math.floor((until - from) / minuteMs) + 1;
  return Array.from({ length: minutes }, (_, minute) => {
    const moment = from + minute * minuteMs;
    return { moment, shown: look(moment) };
  });
}

/**
 * When something is due on that walk that is due daily at `07:00`: each day at the first minute in which the clock
 * shows that time of that day or a later one. What is due at its first moment is over.
 */
export function dueDaily([first, ...rest]: Walk, at: string): number[] {
  let furthest = first?.shown ?? '';
  let done = furthest >= `${furthest.slice(0, 10)} ${at}` ? furthest.slice(0, 10) : '';
  const due: number[] = [];
  for (const { moment, shown } of rest) {
    if (shown <= furthest) continue;
    furthest = shown;
    const day = shown.slice(0, 10);
    if (day <= done || shown < `${day} ${at}`) continue;
    done = day;
    due.push(moment);
  }
  return due;
}
