import { channelsSchema } from '../../src/world/channels';
import { isTimeZone } from '../../approvals/time-zone';
import { nextTime, problemOfFields } from '../../src/world/schedule';

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

test('what falls into the gap of a change of clocks comes right after it', () => {
  const night = { ...berlin, at: '30 2 * * *' };
  expect(next('2026-03-28T12:00:00Z', night)).toBe('2026-03-29T01:00:00.000Z');
  expect(next('2026-03-29T01:00:00Z', night)).toBe('2026-03-30T00:30:00.000Z');
});

test('of a time that comes twice in a night the first counts', () => {
  const night = { ...berlin, at: '30 2 * * *' };
  expect(next('2026-10-24T12:00:00Z', night)).toBe('2026-10-25T00:30:00.000Z');
  expect(next('2026-10-25T00:30:00Z', night)).toBe('2026-10-26T01:30:00.000Z');
  expect(next('2026-10-25T01:30:00Z', night)).toBe('2026-10-26T01:30:00.000Z');
});

test('a summer time of half an hour loses no day', () => {
  const island = { at: '0 7 * * *', timeZone: 'Australia/Lord_Howe' };
  expect(next('2026-04-03T20:01:00Z', island)).toBe('2026-04-04T20:30:00.000Z');
  const night = { ...island, at: '0 2 * * *' };
  expect(next('2026-10-02T15:30:00Z', night)).toBe('2026-10-03T15:30:00.000Z');
});

test.each([
  '',
  '* * *',
  '0 0 7 * * *',
  '@daily',
  '61 7 * * *',
  'seven * * * *',
  '0 7 31 2 *',
  '0 7 15W * *',
  'H 7 * * *',
  'h 7 * * *',
  '0 H(5-7) * * *',
  '5,H 7 * * *',
  '1-H 7 * * *',
  'H/20 7 * * *',
  '0 7 * * H',
  '0 7 * * THU,H',
  '? 7 * * *',
  '0 ? * * *',
  '0 7 * ? *',
])('%j is no rule for a digest', (at) => {
  expect(problemOfFields(at)).toMatch(/five fields|no cron expression/);
  const checked = channelsSchema.safeParse({ mtgw: { digest: { at, timeZone: 'UTC' } } });
  expect(checked.error?.issues[0]?.path).toEqual(['mtgw', 'digest', 'at']);
});

test.each([
  ['0 7 L * *', '2026-01-31T07:00:00.000Z'],
  ['0 7 * * 5L', '2026-01-30T07:00:00.000Z'],
  ['0 7 * * THU#2', '2026-01-08T07:00:00.000Z'],
  ['0 7 ? * 1', '2026-01-05T07:00:00.000Z'],
  ['0 7 13 * 5', '2026-01-02T07:00:00.000Z'],
])('%j is the time that cron knows by it', (at, first) => {
  expect(problemOfFields(at)).toBeUndefined();
  expect(next('2026-01-01T00:00:00Z', { at, timeZone: 'UTC' })).toBe(first);
});

test('a time zone is one that this machine knows', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
  const digest = { at: '0 7 * * *', timeZone: 'Mars/Olympus' };
  expect(channelsSchema.safeParse({ mtgw: { digest } }).error?.issues[0]?.message).toContain(
    'Europe/Berlin',
  );
});
