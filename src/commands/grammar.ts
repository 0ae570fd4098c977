import { UserError } from '../errors';
import { unseen } from '../ops/args/unseen';
import { findEcho, findLeak, leaked } from './leak';
import { findLeakInProse, folded } from './leak-in-prose';
import { normalise } from './normalise';
import { readWords, type Word } from './read-words';
import { refuseLeak } from './refuse-leak';
import { show } from './show';
import { quoteReason } from './spoken-reason';

/** A line taken apart. Nothing is known yet about whether its words mean anything. */
export interface ParsedLine {
  /** In lower case; empty when nothing was said. */
  verb: string;
  /** `key=value`, in the order typed; without a prototype, so that `constructor` is a key like any other. */
  words: Record<string, string>;
  /** Bare words behind the verb, as typed. */
  flags: string[];
}

const longest = 2_000;

/**
 * A line as a person sent it.
 * @throws UserError for what cannot be taken apart, and for a secret in it, whose value is never repeated
 */
export function readLine(typed: string): ParsedLine {
  // Markup may make a line longer, but not without end; and no pattern should meet a pasted book.
  if (typed.length > 4 * longest) throw tooLong(typed);
  return parseLine(normalise(typed));
}

/**
 * A line as the bot writes it: canonical lines, suggestions.
 * @throws UserError
 */
export function parseLine(line: string): ParsedLine {
  if (line.length > longest) throw tooLong(line);
  const leak = leakIn(line);
  if (leak !== undefined) throw leaked(leak);
  try {
    return take(quoteReason(line));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const echo = findEcho(line, error.message) ?? findLeakInProse(line);
    throw echo === undefined ? error : leaked(echo);
  }
}

/** Also as a reader sees it: a look-alike in the name hides nothing from whoever reads the chat. */
function leakIn(line: string): string | undefined {
  return findLeak(line) ?? findLeak(folded(line));
}

/** Words that stand alone may make a sentence. Values are searched by themselves: with their neighbours they make none. */
function refuseProse(words: readonly Word[]): void {
  const bare = words.flatMap(({ name, value }) => (value === undefined ? [name] : []));
  const leak = findLeakInProse(bare.join(' '));
  if (leak !== undefined) throw leaked(leak);
}

function take(line: string): ParsedLine {
  refuseUnseen(line);
  const [first, ...rest] = readWords(line);
  if (first === undefined) return { verb: '', words: emptyWords(), flags: [] };
  refuseLeak([first, ...rest]);
  refuseProse([first, ...rest]);
  return { verb: readVerb(first), ...sort(rest) };
}

function readVerb({ name, value }: Word): string {
  if (value !== undefined) {
    throw new UserError(
      `The line begins with ${name}=, so I don't know what to do. Put a command in front, like list-s2s.`,
      ['help'],
    );
  }
  return name.toLowerCase();
}

function sort(rest: Word[]): Pick<ParsedLine, 'words' | 'flags'> {
  const words = emptyWords();
  const flags: string[] = [];
  for (const { name, value } of rest) {
    if (value === undefined) {
      if (flags.includes(name)) throw new UserError(`${show(name)} is there twice. Keep one.`);
      flags.push(name);
      continue;
    }
    const key = name.toLowerCase();
    const before = words[key];
    if (before !== undefined) {
      throw new UserError(`${key} is there twice: ${show(before)} and ${show(value)}. Keep one.`);
    }
    words[key] = value;
  }
  const both = flags.find((name) => words[name.toLowerCase()] !== undefined);
  if (both !== undefined) {
    const key = both.toLowerCase();
    throw new UserError(
      `${key} is there twice: alone, and as ${key}=${show(words[key] ?? '')}. Keep one.`,
    );
  }
  return { words, flags };
}

function emptyWords(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}

function refuseUnseen(line: string): void {
  const visible = line.replace(/\s/gu, ' ');
  const code = unseen(visible);
  if (code === undefined) return;
  const word = visible.split(' ').find((each) => unseen(each) !== undefined) ?? '';
  throw new UserError(
    `There is an invisible character (${code}) in ${show(word)}. Type that word again by hand.`,
  );
}

function tooLong(line: string): UserError {
  const leak = leakIn(line) ?? findLeakInProse(line);
  if (leak !== undefined) return leaked(leak);
  return new UserError(
    `The line has ${line.length} characters; at most ${longest} are read. Send the command alone, or split the list over several.`,
  );
}
