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

test('what is expected or refused may be of one place alone', () => {
  expect(readScript('expect in teams #contoso: up')[0]).toMatchObject({
    kind: 'expect',
    place: { chat: 'teams', place: '#contoso' },
  });
  expect(readScript('refuse in slack direct: up')[0]).toMatchObject({
    kind: 'refuse',
    place: { chat: 'slack', place: 'direct' },
  });
  expect(readScript('refuse: up')[0]).not.toHaveProperty('place');
  expect(() => readScript('expect in #contoso: up')).toThrow('line 1:');
});

test('a time zone that is none is said', () => {
  expect(() => clock('07:00 Mars/Olympus')).toThrow('"Mars/Olympus" is not a time zone.');
});
