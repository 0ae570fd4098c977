import { UserError } from '../errors';
import { nearest } from '../ops/args/nearest';
import { formatLine } from './canonical-line';
import type { Declared } from './declared';
import type { ParsedLine } from './grammar';
import { looksSecret } from './leak';
import { show } from './show';
import { termsOf } from './synonyms';

const most = 5;

/**
 * The command that a line asks for. A name nobody has is corrected to `offered` ones alone: to what this person may
 * use here.
 * @throws UserError with complete corrected lines when there is none of that name
 */
export function findVerb<D extends Declared>(
  line: ParsedLine,
  known: readonly D[],
  offered: readonly Declared[] = known,
): D {
  const found = known.find(({ name }) => name === line.verb);
  if (found !== undefined) return found;
  if (line.verb === '') {
    throw new UserError('There is no command in that. Say help to see what you can do.', ['help']);
  }
  const meant = guess(line, offered);
  const said = show([line.verb, ...meant.used].join(' '));
  const [only] = meant.names;
  if (only === undefined) {
    throw new UserError(`I don't know the command ${said}. Say help to see what you can do.`, [
      'help',
    ]);
  }
  const next = meant.names.length === 1 ? `Did you mean ${only}?` : 'Which of these did you mean?';
  throw new UserError(
    `I don't know the command ${said}. ${next}`,
    meant.names.map((name) => corrected(name, line, meant.used, offered)),
  );
}

/**
 * Commands near to what was typed that can do something with the rest of it, and the words that are no argument: those
 * that were part of the name (`add s2s`), or stood around it (`hey health please`).
 */
export function guess(
  line: ParsedLine,
  known: readonly Declared[],
): { names: string[]; used: string[] } {
  const within = line.flags.find((word) => known.some(({ name }) => name === word.toLowerCase()));
  if (within !== undefined) {
    return { names: [within.toLowerCase()], used: line.flags.filter((word) => !isRequest(word)) };
  }
  const found = guessAmong(
    line,
    known.filter((declared) => takesKeys(declared, line)),
  );
  const rest = line.flags.filter((word) => !found.used.includes(word));
  const taking = found.names.filter((name) => takesBare(name, rest, known));
  const shows = rest.some(isRequest) ? known.filter(({ name }) => name === 'show-request') : [];
  const names = taking.length > 0 ? taking : shows.map(({ name }) => name);
  return { ...found, names };
}

function guessAmong(line: ParsedLine, known: readonly Declared[]): ReturnType<typeof guess> {
  const names = known.map(({ name }) => name);
  // The whole of `show bgp peer` first, then `show bgp`, then `show` alone.
  for (let count = Math.min(line.flags.length, 3); count >= 0; count--) {
    const used = line.flags.slice(0, count);
    const exact = withTerms(termsOf([line.verb, ...used]), known);
    if (exact.length > 0) return { names: exact.slice(0, most), used };
  }
  const near = nearest(line.verb, names).filter((name) => !otherVerb(name, line.verb, names));
  if (near.length > 0) return { names: near, used: [] };
  const [noun] = line.flags;
  const spaced = noun === undefined ? [] : nearest(`${line.verb}-${noun}`, names);
  if (noun !== undefined && spaced.length > 0) return { names: spaced, used: [noun] };
  return { names: sharing(line, known), used: [] };
}

/** A key that only looks like one of its own is corrected in the next answer. */
function takesKeys({ args }: Declared, { words }: ParsedLine): boolean {
  const own = Object.keys(args);
  return Object.keys(words).every((key) => own.includes(key) || nearest(key, own).length > 0);
}

/** A request's number goes to what is about requests alone, and there nothing else stands for one. */
function takesBare(name: string, words: readonly string[], known: readonly Declared[]): boolean {
  const isAbout = known.find((each) => each.name === name)?.bare === 'request';
  return words.length === 0 || isAbout === words.some(isRequest);
}

function isRequest(word: string): boolean {
  return /^#?(?:cr-?)?[1-9]\d{0,8}$/i.test(word);
}

/** Who says `show-` means to look: `add-bgp-peer` is near to `show-bgp-peer` in letters alone. */
function otherVerb(name: string, typed: string, names: readonly string[]): boolean {
  const verbs = names.map((each) => termsOf([each])[0]);
  const [said] = termsOf([typed]);
  return said !== termsOf([name])[0] && verbs.includes(said);
}

function withTerms(terms: string[], known: readonly Declared[]): string[] {
  return known
    .filter(({ name }) => sameTerms(termsOf([name]), terms) || sameTerms(name.split('-'), terms))
    .map(({ name }) => name);
}

function sameTerms(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((term) => b.includes(term));
}

/** Commands that have at least the verb or the noun in common, `tunnel` -> everything about s2s; the same verb first. */
function sharing(line: ParsedLine, known: readonly Declared[]): string[] {
  const terms = termsOf([line.verb, ...line.flags.slice(0, 1)]);
  return known
    .map(({ name }) => {
      const its = termsOf([name]);
      const shared = its.filter((term) => terms.includes(term)).length;
      return { name, shared, sameVerb: its[0] === terms[0] };
    })
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || Number(b.sameVerb) - Number(a.sameVerb))
    .slice(0, most)
    .map(({ name }) => name);
}

/** The whole line with the right name in front, so that one press runs it. */
function corrected(
  verb: string,
  line: ParsedLine,
  used: readonly string[],
  known: readonly Declared[],
): string {
  const { args = {}, bare: first } = known.find((each) => each.name === verb) ?? {};
  const words = Object.entries(line.words)
    .filter(([key]) => !looksSecret(key) && !(Object.hasOwn(args, key) && args[key]?.secret))
    .map(([key, value]) => ({ name: key, value }));
  const rest = line.flags.filter((word) => !used.includes(word));
  const bare = (first === 'request' ? rest.filter(isRequest) : rest).map((name) => ({ name }));
  return formatLine(verb, first === undefined ? [...words, ...bare] : [...bare, ...words]);
}
