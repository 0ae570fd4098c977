import { CronExpressionParser } from 'cron-parser';

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
  // The parser fills in what is missing, takes seconds in front and words like @daily.
  if (fields.length !== 5 || at.includes('@')) {
    return `use exactly five fields, minute hour day month weekday, like '0 7 * * *', not ${JSON.stringify(at)}`;
  }
  try {
    CronExpressionParser.parse(at, { currentDate: 0, tz: 'UTC' }).next();
    return undefined;
  } catch (error) {
    return `${JSON.stringify(at)} is no cron expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The first moment after `now`, in milliseconds since the epoch. */
export function nextTime({ at, timeZone }: Schedule, now: number): number {
  return CronExpressionParser.parse(at, { currentDate: now, tz: timeZone }).next().getTime();
}
