import { channelsSchema } from '../src/channels';
import { isTimeZone, nextTime, problemOfFields } from '../src/schedule';

const berlin = { at: '0 7 * * *', timeZone: 'Europe/Berlin' };
const next = (from: string, schedule = berlin) =>
  new Date(nextTime(schedule, Date.parse(from))).toISOString();

test('the next time is on the clock of its place, in summer and in winter', () => {
  expect(next('2026-01-10T05:59:00Z')).toBe('2026-01-10T06:00:00.000Z');
  expect(next('2026-01-10T06:00:00Z')).toBe('2026-01-11T06:00:00.000Z');
  expect(next('2026-07-10T04:00:00Z')).toBe('2026-07-10T05:00:00.000Z');
});

test('a night that is an hour shorter or longer has one digest', () => {
  expect(next('2026-03-28T06:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
  expect(next('2026-10-24T05:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
});

test('after a long pause the next time is the next one, not those that were missed', () => {
  expect(next('2026-01-20T12:00:00Z')).toBe('2026-01-21T06:00:00.000Z');
});

test.each(['', '* * *', '0 0 7 * * *', '@daily', '61 7 * * *', 'seven * * * *'])(
  '%j is no rule for a digest',
  (at) => {
    expect(problemOfFields(at)).toMatch(/five fields|no cron expression/);
    const checked = channelsSchema.safeParse({ mtgw: { digest: { at, timeZone: 'UTC' } } });
    expect(checked.error?.issues[0]?.path).toEqual(['mtgw', 'digest', 'at']);
  },
);

test('a time zone is one that this machine knows', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
  const digest = { at: '0 7 * * *', timeZone: 'Mars/Olympus' };
  expect(channelsSchema.safeParse({ mtgw: { digest } }).error?.issues[0]?.message).toContain(
    'Europe/Berlin',
  );
});
