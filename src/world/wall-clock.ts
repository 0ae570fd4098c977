const dayMs = 24 * 60 * 60 * 1_000;

/** Making one is a hundred times dearer than asking it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** What the clock on the wall shows there at a moment, as the milliseconds of that date and time in UTC. */
export function wallTime(timeZone: string, moment: number): number {
  const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of clockOf(timeZone).formatToParts(moment)) {
    if (Object.hasOwn(shown, type)) Object.assign(shown, { [type]: Number(value) });
  }
  const { year, month, day, hour, minute, second } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The first moment at which the clock on the wall shows that time or a later one. So a time that a change of clocks
 * leaves out comes right after the gap, and of one that comes twice the first counts.
 */
export function firstMomentOf(timeZone: string, wall: number): number {
  // No clock is more than a day from UTC, and none is changed twice in two days.
  const candidates = [wall - dayMs, wall + dayMs]
    .map((moment) => wall - (wallTime(timeZone, moment) - moment))
    .sort((a, b) => a - b);
  const shows = candidates.find((moment) => wallTime(timeZone, moment) === wall);
  if (shows !== undefined) return shows;
  let [before = wall, after = wall] = candidates;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallTime(timeZone, middle) < wall) before = middle;
    else after = middle;
  }
  return after;
}
