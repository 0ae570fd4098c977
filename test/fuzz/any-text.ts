import fc from 'fast-check';

/** What means something to a chat, a shell, a parser or a reader's eye. */
const traps = [
  ...'"\'\\`=,:;-_#&<>|@/!?*(){}[]$%~+^\0\t\r\n '.split(''),
  ...[
    '&amp;',
    '&lt;',
    '<@U1|bob>',
    '<at>',
    '</at>',
    '<https://a|b>',
    '<!here>',
    '```',
    '\\"',
    '""',
  ],
  ...[
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\ud83d',
    '\udc00',
    '\ufdfa',
    'é',
  ],
  ...['“', '’', '—', 'ａ', 'а', '日本', '😀', '\u0301', '\u{e0041}', 'İ', 'ß'],
  ...['__proto__', 'constructor', 'toString', 'null', 'NaN', '-1', '1e999', 'CR-7', '_x0041_'],
  ...['psk', 'psk=', 'psk is ', 'secret', 'password: ', ' is the psk', 'Ab1!Cd2?Ef3'],
  ...['10.1.0.0/24', '10.1.0.5/24:100', '2001:db8::/32', '::ffff:1.2.3.4', '999.1.1.1'],
];

const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((codes) => String.fromCharCode(...codes));
const piece = fc.oneof(
  fc.constantFrom(...traps),
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 8, unit: 'grapheme' }),
  units,
);
const joined = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
/** One thing over and over, as what makes a pattern slow is. */
const long = fc
  .tuple(joined, fc.integer({ min: 1, max: 9_000 }), piece)
  .map(([part, length, end]) => (part || 'x').repeat(length).slice(0, length) + end);

/** Any text: what people type, what they paste, and what nobody would. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: joined, weight: 5 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 80 }), weight: 2 },
  { arbitrary: long, weight: 1 },
);

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 40 }),
  how: fc.constantFrom('cut', 'insert', 'replace', 'repeat'),
});

/** A real text with some places cut out, repeated or written over by one of `pieces`, or by any text. */
export function torn(real: string, pieces: readonly string[]): fc.Arbitrary<string> {
  const by = fc.oneof({ arbitrary: fc.constantFrom(...pieces), weight: 4 }, piece);
  return fc.array(fc.tuple(edit, by), { maxLength: 5 }).map((edits) =>
    edits.reduce((text, [{ at, length, how }, put]) => {
      const from = Math.floor(at * text.length);
      const [before, part] = [text.slice(0, from), text.slice(from, from + length)];
      const behind = text.slice(from + length);
      if (how === 'cut') return before + behind;
      if (how === 'insert') return before + put + part + behind;
      return how === 'replace' ? before + put + behind : before + part.repeat(3) + behind;
    }, real),
  );
}
