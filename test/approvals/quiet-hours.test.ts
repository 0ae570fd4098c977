import fc from 'fast-check';
import { quietHoursSchema, quietUntil } from '../../approvals/quiet-hours';

const night = quietHoursSchema.parse({ from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' });
const at = (text: string) => Date.parse(text);

test.each([
  ['in the evening', '2026-01-10T21:30:00Z', '2026-01-11T06:00:00Z'],
  ['after midnight', '2026-01-11T03:12:40Z', '2026-01-11T06:00:00Z'],
  ['at their first minute', '2026-01-10T21:00:00Z', '2026-01-11T06:00:00Z'],
  ['while clocks go forward', '2026-03-28T23:00:00Z', '2026-03-29T05:00:00Z'],
  ['while clocks go back', '2026-10-24T23:00:00Z', '2026-10-25T06:00:00Z'],
])('quiet hours end at seven there: %s', (_when, now, end) => {
  expect(new Date(quietUntil(night, at(now)) ?? 0).toISOString()).toBe(
    new Date(at(end)).toISOString(),
  );
});

test.each([
  ['before them', '2026-01-10T20:59:59Z'],
  ['at their end', '2026-01-11T06:00:00Z'],
  ['by day', '2026-01-11T12:00:00Z'],
])('none hold %s', (_when, now) => {
  expect(quietUntil(night, at(now))).toBeUndefined();
});

test('hours within one day hold within it', () => {
  const noon = quietHoursSchema.parse({ from: '12:00', to: '13:00', timeZone: 'UTC' });
  expect(quietUntil(noon, at('2026-05-05T12:59:00Z'))).toBe(at('2026-05-05T13:00:00Z'));
  expect(quietUntil(noon, at('2026-05-05T13:00:00Z'))).toBeUndefined();
});

test('without any nobody is left alone', () => {
  expect(quietUntil(undefined, at('2026-05-05T03:00:00Z'))).toBeUndefined();
});

test('their end is after now and not quiet any more, in every zone, at any time of two years', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const times = fc.integer({ min: 0, max: 1439 }).map((minutes) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
  });
  const moments = fc.integer({ min: at('2026-11-01'), max: at('2028-11-01') });
  fc.assert(
    fc.property(zones, times, times, moments, (timeZone, from, to, now) => {
      fc.pre(from !== to);
      const hours = quietHoursSchema.parse({ from, to, timeZone });
      const end = quietUntil(hours, now);
      if (end === undefined) return;
      expect(end).toBeGreaterThan(now);
      expect(end - now).toBeLessThanOrEqual(26 * 3_600_000);
      expect(quietUntil(hours, end)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test.each([
  [{ from: '25:00', to: '07:00', timeZone: 'UTC' }, 'write a time of day like 22:00'],
  [{ from: '22:00', to: '07:00', timeZone: 'Mars/Base' }, 'use the name of a time zone'],
  [{ from: '22:00', to: '22:00', timeZone: 'UTC' }, 'begin and end at the same time'],
])('%j is refused', (hours, sentence) => {
  expect(quietHoursSchema.safeParse(hours).error?.issues[0]?.message).toContain(sentence);
});
