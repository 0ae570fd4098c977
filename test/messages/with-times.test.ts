import { clockTime } from '../../src/messages/words';
import { withTimes } from '../../src/messages/with-times';

const at = Date.UTC(2026, 10, 27, 3, 42, 17);
const later = Date.UTC(2026, 10, 29, 6, 0);

test('a moment that is known becomes a time, the words around it stay', () => {
  const sentence = `The tunnel is up. Press Keep by ${clockTime(at, at)}, or it is undone.`;
  expect(withTimes(sentence, [undefined, later, at])).toEqual([
    'The tunnel is up. Press Keep by ',
    { time: at, text: '03:42 UTC' },
    ', or it is undone.',
  ]);
});

test('a day that is not near is part of the time', () => {
  expect(withTimes(`until ${clockTime(later, at)}`, [later])).toEqual([
    'until ',
    { time: later, text: '2026-11-29 06:00 UTC' },
  ]);
});

test.each(['It fell at 03:43 UTC.', 'It fell on 2026-11-28 03:42 UTC.', 'No time at all.', ''])(
  'a time that is none of those stays as it is written: %j',
  (sentence) => {
    expect(withTimes(sentence, [at, later])).toEqual(sentence === '' ? [] : [sentence]);
  },
);
