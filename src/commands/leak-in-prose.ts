import { withoutWidthless } from '../ops/args/unseen';

/* A key that somebody gives away in a sentence: `the psk is …`, `-SharedSecret …`, `… is the password`. */

/** Letters of other scripts that are drawn as a Latin one (https://www.unicode.org/Public/security/latest/confusables.txt). */
const alike: Record<string, string> = Object.fromEntries(
  [
    ...zip('асԁеһіјкӏорԛѕѡхуАВСЕНІЈКМОРЅТХУ', 'acdehijklopqswxyABCEHIJKMOPSTXY'),
    ...zip('αειικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'aeiiknoptuxABEZHIKMNOPTYX'),
  ].map(([from, to]) => [from, to]),
);

function zip(from: string, to: string): [string, string][] {
  return Array.from(from, (letter, at) => [letter, to[at] ?? letter]);
}

/** As a reader sees it: full width, accents and look-alikes are plain letters, what has no width is gone. */
export function folded(text: string): string {
  const plain = Array.from(withoutWidthless(text), plainOf)
    .join('')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '');
  return Array.from(plain, (letter) => alike[letter] ?? letter).join('');
}

/** A sign that stands for a whole phrase is no letter of a name: unfolded, it would only make the text endless. */
function plainOf(letter: string): string {
  const plain = letter.normalize('NFKD');
  return plain.length > 4 ? ' ' : plain;
}

/** How people call it. What stands around belongs to the name: `psk_hq`, `vpnpassword2`. */
const core =
  'p[ ._-]?s[ ._-]?k|pass[ ._-]?w(?:or)?(?:d|t)|pass[ ._-]?phrase|pre[ ._-]?shared[ ._-]?(?:key|secret)|shared[ ._-]?(?:key|secret)|kennwort|secret';
const named = `(?<![\\p{L}\\p{N}])[\\w-]{0,20}?(?<name>${core})[\\w-]{0,12}`;
const value = String.raw`["'«“\x60(\[<]{0,3}(?<value>[^\s"'»”\x60]{3,200})`;

/** From what ties a name to a value surely, to what may as well be a sentence about it. */
const forms: { pattern: RegExp; isKey: (word: string) => boolean }[] = [
  // -SharedSecret hunter2, as PowerShell has it.
  {
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])-(?<name>${core})\\s{1,3}${value}`, 'giu'),
    isKey: looksTyped,
  },
  // psk:…, psk => …, psk - …, psk is …, psk was changed to …
  {
    pattern: new RegExp(
      `${named}["')\\]]{0,2}(?:\\s{0,3}[:=>→~|/\\\\-]{1,3}\\s{0,3}|\\s{1,3}(?:is|was|be|now|new|set|changed|to|it's|ist|=)(?:\\s{1,3}(?:now|set|changed|to|as|the|new|still|:|=)){0,3}\\s{1,3})${value}`,
      'giu',
    ),
    isKey: looksTyped,
  },
  // psk …, with nothing between.
  { pattern: new RegExp(`${named}\\s{1,3}${value}`, 'giu'), isKey: looksMade },
  // … is the psk
  {
    pattern: new RegExp(
      `(?<![^\\s"'(])(?<value>[^\\s"']{6,200})["')]?\\s{1,3}(?:(?:is|as|=|for|was)\\s{1,3})(?:\\w{1,10}\\s{1,3}){0,2}${named}`,
      'giu',
    ),
    isKey: looksMade,
  },
];

/** The name under which a sentence gives a secret away, or undefined. Never its value. */
export function findLeakInProse(text: string): string | undefined {
  const seen = folded(text);
  for (const { pattern, isKey } of forms) {
    for (const { groups } of seen.matchAll(pattern)) {
      if (isKey(trimmed(groups?.['value'] ?? ''))) return nameOf(groups?.['name'] ?? 'secret');
    }
  }
  return undefined;
}

function nameOf(name: string): string {
  return name.toLowerCase().replace(/[ .]/g, '');
}

function trimmed(word: string): string {
  return word.replace(/[.,;:!?)\]>]+$/, '');
}

/** Times, days, addresses, request ids: they stand in sentences about keys, and are none. */
const ordinary =
  /^(?:\d{1,4}[-./:]\d{1,2}(?:[-./:]\d{1,4})?(?:[tT][\d:.+zZ-]*)?|[\d.]+(?:\/\d+)?|[\da-f]*:[\da-f:]+(?:\/\d+)?|#?cr-?\d+|\d+\s?(?:h|d|min|days?|hours?|characters?|bits?)?)$/i;

/** Something that was typed as a value: not a plain word. */
function looksTyped(word: string): boolean {
  if (word.length < 6 || ordinary.test(word)) return false;
  return /\d/.test(word) || /[^\p{L}\p{N}.'’/-]/u.test(word) || /\p{Ll}\p{Lu}/u.test(word);
}

/** Something that nobody would call a thing: letters, and two kinds of what is none. */
function looksMade(word: string): boolean {
  if (word.length < 8 || ordinary.test(word)) return false;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\p{N}.:/_-]/u];
  return kinds.filter((kind) => kind.test(word)).length >= 3;
}
