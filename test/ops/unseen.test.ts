import { unseen } from '../../src/ops/args/unseen';

/* Characters that show as nothing and make a line read otherwise than it runs. */

const hidden = [
  ...[
    '00AD',
    '034F',
    '061C',
    '115F',
    '1160',
    '17B4',
    '180E',
    '200B',
    '200E',
    '202E',
    '2028',
    '2029',
  ],
  ...[
    '2060',
    '2061',
    '2062',
    '2063',
    '2064',
    '2066',
    '206A',
    '2800',
    '3164',
    'FE00',
    'FEFF',
    'FFA0',
  ],
  ...['FFF9', '1D173', 'E0001', 'E0041', 'E01EF', '0000', '001B', '0085'],
];

it.each(hidden)('U+%s between letters is told by its code', (code) => {
  expect(unseen(`con${String.fromCodePoint(Number.parseInt(code, 16))}toso`)).toBe(`U+${code}`);
});

it.each([
  ['a joiner in a Latin word', 'con\u200dtoso', 'U+200D'],
  ['a non-joiner in a Latin word', 'con\u200ctoso', 'U+200C'],
  ['a joiner in a Cyrillic word', 'кон\u200dтосо', 'U+200D'],
  ['half of a character', 'con\ud83dtoso', 'U+D83D'],
])('%s is told', (_, text, code) => {
  expect(unseen(text)).toBe(code);
});

it.each([
  ['letters of any script', 'Zürich Αθήνα 東京'],
  ['a joiner where Hindi needs it', 'क्\u200dष'],
  ['a non-joiner where Persian needs it', 'می\u200cخواهم'],
  ['a family', '👨\u200d👩\u200d👧'],
  ['a heart that is red', '❤\ufe0f'],
  ['a thumb of some colour', '👍🏽'],
])('%s may stand', (_, text) => {
  expect(unseen(text)).toBeUndefined();
});
