import { readScript } from '../../src/sandbox/play/script';

const clock = (body: string) => readScript(`clock: ${body}`)[0];

test('the clock is moved by a span, or to a time of day in its time zone', () => {
  expect(clock('+25h')).toMatchObject({ kind: 'clock', ms: 25 * 3_600_000 });
  expect(clock('7:05')).toMatchObject({
    kind: 'clock-to',
    schedule: { at: '5 7 * * *', timeZone: 'UTC' },
  });
  expect(clock('07:00 Europe/Berlin')).toMatchObject({
    schedule: { at: '0 7 * * *', timeZone: 'Europe/Berlin' },
  });
});

test.each(['25:00', '07:61', '-1h', 'noon'])('%j is no way to move the clock', (body) => {
  expect(() => clock(body)).toThrow('line 1:');
});

test('a time zone that is none is said', () => {
  expect(() => clock('07:00 Mars/Olympus')).toThrow('"Mars/Olympus" is not a time zone.');
});
