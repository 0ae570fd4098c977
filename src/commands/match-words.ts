import { plural } from '../messages/words';
import type { Inventory } from '../world/inventory';
import type { Args } from '../ops/arg';
import { nearest } from '../ops/args/nearest';
import { knownNames } from './check-texts';
import type { Declared } from './declared';
import type { ParsedLine } from './grammar';
import { isSlipOf, leaked } from './leak';
import type { Word } from './read-words';
import { either, show } from './show';

/** One word of the line: the argument it gives, or why it gives none and which words may have been meant. */
export interface Match {
  typed: Word;
  given?: { name: string; text: string };
  sentence?: string;
  /** Nothing is near it. Several such words are told in one sentence. */
  lost?: true;
  meant: Word[];
}

/**
 * Match every word of a line with an argument, in the order typed: first `key=value`, then bare words.
 * @throws UserError at once for a secret in the line
 */
export function matchWords(of: Declared, line: ParsedLine, inventory: Inventory): Match[] {
  const taken = new Set(Object.keys(line.words));
  const keyed = Object.entries(line.words).map(([name, text]) =>
    matchKey(of, { name, value: text }, taken),
  );
  const bare = line.flags.map((word) => {
    const match = matchBare(of, word, taken, inventory);
    if (match.given !== undefined) taken.add(match.given.name);
    return match;
  });
  return [...keyed, ...bare];
}

function matchKey(of: Declared, typed: Word, taken: ReadonlySet<string>): Match {
  const { name, value: text = '' } = typed;
  if (Object.hasOwn(of.args, name)) {
    if (of.args[name]?.secret !== undefined) throw leaked(name);
    return { typed, given: { name, text }, meant: [] };
  }
  const near = nearest(name, openNames(of.args, taken));
  // A slip in the name of a secret has put the secret into the chat all the same.
  const secrets = Object.keys(of.args).filter((each) => of.args[each]?.secret !== undefined);
  if (secrets.some((each) => isSlipOf(name, each))) throw leaked(name);
  return {
    typed,
    sentence: `${name}: ${of.name} has no such argument; ${nextFor(of, near)}`,
    meant: near.map((each) => ({ name: each, value: text })),
  };
}

function matchBare(
  of: Declared,
  word: string,
  taken: ReadonlySet<string>,
  inventory: Inventory,
): Match {
  const typed = { name: word };
  const name = word.toLowerCase();
  const arg = Object.hasOwn(of.args, name) ? of.args[name] : undefined;
  if (arg?.flag === true) return { typed, given: { name, text: 'yes' }, meant: [] };
  if (arg?.secret !== undefined) {
    const next = 'leave it out, it is asked for in a form or made by the bot';
    return { typed, sentence: `${name}: a secret is not typed in a line; ${next}`, meant: [] };
  }
  if (arg !== undefined) {
    return { typed, sentence: `${name}: it needs a value; write ${name}=…`, meant: [] };
  }
  if (of.bare !== undefined && !taken.has(of.bare)) {
    return { typed, given: { name: of.bare, text: word }, meant: [] };
  }
  const meant = [
    ...asPair(of.args, word, taken),
    ...asName(of.args, name, taken, inventory),
    ...asFlag(of.args, name, taken),
  ];
  if (meant.length === 0) return { typed, lost: true, meant };
  const next = either(
    meant.map(({ name: key, value }) => (value === undefined ? key : `${key}=${value}`)),
  );
  return {
    typed,
    sentence: `${show(word)} stands alone and I don't know it; did you mean ${next}?`,
    meant,
  };
}

/** Of words that nobody knows so many are repeated. */
const mostShown = 8;

/** One sentence for all the words that nobody knows, or none. */
export function tellLost(of: Declared, matches: readonly Match[]): string[] {
  const words = matches.filter(({ lost }) => lost).map(({ typed }) => show(typed.name));
  if (words.length === 0) return [];
  const who =
    words.length === 1 ? "stands alone and I don't know it" : "stand alone and I don't know them";
  const rest = words.length - mostShown;
  const more = rest > 0 ? ` and ${plural(rest, 'more word')}` : '';
  return [`${words.slice(0, mostShown).join(' ')}${more} ${who}; ${nextFor(of, [])}.`];
}

/** `tenant:contoso`, as other tools have it. */
function asPair(args: Args, word: string, taken: ReadonlySet<string>): Word[] {
  const colon = word.indexOf(':');
  const name = word.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = word.slice(colon + 1);
  if (value === '' || taken.has(name) || !Object.hasOwn(args, name)) return [];
  if (args[name]?.secret !== undefined) throw leaked(name);
  return [{ name, value }];
}

/** A tenant's name by itself was probably meant as the tenant. */
function asName(
  args: Args,
  word: string,
  taken: ReadonlySet<string>,
  inventory: Inventory,
): Word[] {
  return Object.entries(args).flatMap(([name, { names }]) => {
    if (names === undefined || taken.has(name)) return [];
    const known =
      names === 'site'
        ? Object.keys(inventory.tenants).flatMap((each) => knownNames('site', each, inventory))
        : knownNames(names, undefined, inventory);
    return known.includes(word) ? [{ name, value: word }] : [];
  });
}

function asFlag(args: Args, word: string, taken: ReadonlySet<string>): Word[] {
  const open = Object.keys(args).filter((name) => args[name]?.flag === true && !taken.has(name));
  return nearest(word, open).map((name) => ({ name }));
}

function openNames(args: Args, taken: ReadonlySet<string>): string[] {
  return Object.keys(args).filter((name) => !taken.has(name) && args[name]?.secret === undefined);
}

function nextFor({ name, args }: Declared, near: readonly string[]): string {
  if (near.length > 0) return `did you mean ${either(near)}?`;
  const names = Object.keys(args).filter((key) => args[key]?.secret === undefined);
  if (names.length === 0) return `${name} takes none, leave it out`;
  return names.length > 8 ? `see help ${name}` : `${name} takes ${names.join(', ')}`;
}
