import { z } from 'zod';
import { isTimeZone } from './time-zone';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day like 22:00');

/** From one time of day to another, in a zone; over midnight when the end comes first. */
export const quietHoursSchema = z
  .strictObject({
    from: time,
    to: time,
    timeZone: z
      .string()
      .refine(isTimeZone, 'use the name of a time zone, like Europe/Berlin or UTC'),
    /** Who is called all the same: those on call. Nobody when left out. */
    groups: z.array(z.string().min(1).max(80)).default([]),
  })
  .refine(
    ({ from, to }) => from !== to,
    'the hours begin and end at the same time: leave them out',
  );

export type QuietHours = z.infer<typeof quietHoursSchema>;

const minute = 60_000;
const day = 24 * 60;

/** When the quiet hours that hold at a moment end, in milliseconds; undefined when none hold. */
export function quietUntil(hours: QuietHours | undefined, at: number): number | undefined {
  if (hours === undefined || !isWithin(hours, at)) return undefined;
  const left = (minutesOf(hours.to) - minutesAt(hours.timeZone, at) + day) % day;
  const end = Math.floor(at / minute) * minute + left * minute;
  // Clocks that change meanwhile move the end by as much.
  const off = (minutesOf(hours.to) - minutesAt(hours.timeZone, end) + day + day / 2) % day;
  return end + (off - day / 2) * minute;
}

function isWithin({ from, to, timeZone }: QuietHours, at: number): boolean {
  const [begin, end, now] = [minutesOf(from), minutesOf(to), minutesAt(timeZone, at)];
  return begin < end ? now >= begin && now < end : now >= begin || now < end;
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function minutesAt(timeZone: string, at: number): number {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return minutesOf(new Intl.DateTimeFormat('en-GB', options).format(at));
}
