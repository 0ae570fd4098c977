import { nextTime } from '../../src/world/schedule';
import { behaviourOf, changesIn, dueDaily, walkMinutes } from './wall-time-walk';

const dayMs = 24 * 60 * 60_000;
const from = Date.parse('2026-11-01T00:00:00Z');
const days = 2 * 366;

/** Every zone, and of zones that behave alike in these two years one, unless `MTGW_ZONES=all`. */
const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
const behaviours = zones.map((zone) => ({ zone, behaviour: behaviourOf(zone, from, days) }));
const tried =
  process.env['MTGW_ZONES'] === 'all'
    ? behaviours
    : [...new Map(behaviours.map((one) => [one.behaviour.join(), one])).values()];

const daily = {
  '07:00': '0 7 * * *',
  '02:30': '30 2 * * *',
  '02:00': '0 2 * * *',
  '00:00': '0 0 * * *',
};

/** All times between two moments, and not more than a few for each day. */
function timesOf(at: string, timeZone: string, begin: number, end: number): number[] {
  const times: number[] = [];
  let now = begin;
  while (times.length < 5_000) {
    now = nextTime({ at, timeZone }, now);
    if (now > end) break;
    times.push(now);
  }
  return times;
}

const iso = (times: number[]) => times.map((time) => new Date(time).toISOString());

/** Around every change of clocks of these two years, once for all times of day. */
const nights = tried.flatMap(({ zone, behaviour }) =>
  changesIn(behaviour).map((change) => {
    const begin = from + (change - 1) * dayMs;
    const end = from + (change + 1.5) * dayMs;
    return { zone, begin, end, walk: walkMinutes(zone, begin, end) };
  }),
);

test.each(Object.entries(daily))(
  'what is due at %s is due once a day around every change of clocks, everywhere',
  (time, at) => {
    for (const { zone, begin, end, walk } of nights) {
      const walked = { zone, times: iso(dueDaily(walk, time)) };
      expect({ zone, times: iso(timesOf(at, zone, begin, end)) }).toEqual(walked);
    }
    expect(nights.length).toBeGreaterThan(50);
  },
  // All zones take a minute together.
  120_000,
);

test('a zone that never changes its clocks has every day its time, whatever its distance to UTC', () => {
  const still = tried.filter(({ behaviour }) => changesIn(behaviour).length === 0);
  const end = from + 2 * dayMs;
  for (const { zone } of still) {
    const walked = { zone, times: iso(dueDaily(walkMinutes(zone, from, end), '07:00')) };
    expect({ zone, times: iso(timesOf('0 7 * * *', zone, from, end)) }).toEqual(walked);
  }
  expect(still.length).toBeGreaterThan(20);
});
