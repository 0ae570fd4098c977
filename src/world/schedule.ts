import { CronExpressionParser } from 'cron-parser';
import { firstMomentOf, wallTime } from './wall-clock';

/** A time that comes again: five cron fields, in a time zone. */
export interface Schedule {
  /** `0 7 * * *`: minute, hour, day of the month, month, day of the week. */
  at: string;
  /** `Europe/Berlin` */
  timeZone: string;
}

/** What is wrong with the five fields, in a sentence; undefined when they can be used. */
export function problemOfFields(at: string): string | undefined {
  const fields = at.trim().split(/\s+/);
  const wanted = `use exactly five fields, minute hour day month weekday, like '0 7 * * *', not ${JSON.stringify(at)}`;
  // The parser fills in what is missing, takes seconds in front and words like @daily.
  if (fields.length !== 5 || at.includes('@')) return wanted;
  // To it H is a number that it draws anew at every look.
  if (/h/i.test(at.replaceAll(/thu/gi, ''))) {
    return `${wanted}: write the number that you want in place of H`;
  }
  // It takes ? for *, which nobody means who leaves the minute open.
  if ([0, 1, 3].some((place) => fields[place]?.includes('?'))) {
    return `${wanted}: ? stands for a day or a weekday only`;
  }
  try {
    nextWall(at, 0);
    return undefined;
  } catch (error) {
    return `${JSON.stringify(at)} is no cron expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * The first moment after `now`, in milliseconds since the epoch. What falls into the gap of a change of clocks comes
 * right after it, together with what is due there; an hour that comes twice counts once.
 */
export function nextTime({ at, timeZone }: Schedule, now: number): number {
  let wall = wallTime(timeZone, now);
  for (;;) {
    wall = nextWall(at, wall);
    const moment = firstMomentOf(timeZone, wall);
    // A clock that was set back shows times again that had their turn.
    if (moment > now) return moment;
  }
}

/** The parser's own zones lose days where summer time is half an hour, so it is asked for the clock on the wall alone. */
function nextWall(at: string, wall: number): number {
  return CronExpressionParser.parse(at, { currentDate: wall, tz: 'UTC' }).next().getTime();
}
