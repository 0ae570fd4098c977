import { UserError } from '../errors';
import { labelOf, leaked, looksSecret } from './leak';
import { show } from './show';

/** `name=value`, or a bare word, which has no value. */
export interface Word {
  name: string;
  value?: string;
}

const valueEnd = /\s|$/g;

/**
 * Split a line at its blanks; quotes hold a value with blanks together. Blanks around `=` and behind a comma of a
 * list are taken as meant. No error repeats a value: the word may be a mistyped secret.
 * @throws UserError
 */
export function readWords(line: string): Word[] {
  const words: Word[] = [];
  try {
    readInto(words, line);
  } catch (error) {
    // What comes behind a bare `psk` may be the key itself, so it must not be named.
    const { name = '', value } = words.at(-1) ?? {};
    const label = labelOf(name);
    throw value === undefined && looksSecret(label) ? leaked(label) : error;
  }
  return words;
}

function readInto(words: Word[], line: string): void {
  let at = skipBlanks(line, 0);
  while (at < line.length) {
    const head = /[^\s=]*/y;
    head.lastIndex = at;
    const name = undash(head.exec(line)?.[0] ?? '');
    const behind = skipBlanks(line, head.lastIndex);
    if (line[behind] === '=' && (words.length > 0 || behind === head.lastIndex)) {
      const { value, end } = readValue(line, behind + 1, checkName(name));
      words.push({ name, value });
      at = skipBlanks(line, end);
    } else {
      words.push({ name: checkBare(name) });
      at = behind;
    }
  }
}

function readValue(line: string, from: number, name: string): { value: string; end: number } {
  const at = skipBlanks(line, from);
  const first = line[at];
  if (first === undefined) {
    throw new UserError(`${name}= has no value. Write it behind the =, or leave ${name} out.`);
  }
  if (first === '=') {
    throw new UserError(`${name} has two = signs. Write ${name}=… with one.`);
  }
  if (first === '"' || first === "'") return readQuoted(line, at, name);
  let { value, end } = readBare(line, at, name);
  if (at > from && value.includes('=')) {
    throw new UserError(
      `${name}= is followed by a blank and another =, so its value is not clear. Write ${name}=… without blanks.`,
    );
  }
  // "10.1.0.0/24, 10.2.0.0/24": a list goes on behind its comma, unless the next word has a key.
  for (;;) {
    const next = skipBlanks(line, end);
    if (next === line.length || !(value.endsWith(',') || line[next] === ',')) break;
    const more = endOf(line, next);
    const part = line.slice(next, more);
    if (/["'=]/.test(part) || line[skipBlanks(line, more)] === '=') break;
    if (looksSecret(labelOf(part))) break;
    value = `${value} ${part}`;
    end = more;
  }
  return { value, end };
}

function readBare(line: string, at: number, name: string): { value: string; end: number } {
  const end = endOf(line, at);
  const value = line.slice(at, end);
  if (value.includes('"')) {
    throw new UserError(
      `${name} has a quote in the middle of its value. Put quotes around the whole value: ${name}="…".`,
    );
  }
  return { value, end };
}

/** Inside quotes, \" \' and \\ stand for the sign itself; any other backslash is one (`CONTOSO\alice`). */
function readQuoted(line: string, at: number, name: string): { value: string; end: number } {
  const quote = line[at];
  const closing = quote === '"' ? /"((?:[^"\\]|\\.)*)"/sy : /'((?:[^'\\]|\\.)*)'/sy;
  closing.lastIndex = at;
  const inner = closing.exec(line)?.[1];
  if (inner === undefined) {
    if (looksSecret(name)) throw leaked(name);
    throw new UserError(`The quote behind ${name}= is never closed. Add ${quote} at its end.`);
  }
  const end = closing.lastIndex;
  if (end < line.length && !/\s/.test(line[end] ?? '')) {
    throw new UserError(
      `Something sticks to the closing quote of ${name}. Put a blank behind it, or all of it into the quotes.`,
    );
  }
  return { value: inner.replace(/\\(["'\\])/g, '$1'), end };
}

function checkName(name: string): string {
  if (name === '') {
    throw new UserError('A = has no name in front of it. Write name=value, like tenant=contoso.');
  }
  if (!/^[a-z][a-z0-9-]{0,39}$/i.test(name)) {
    const label = labelOf(name);
    if (looksSecret(label)) throw leaked(label);
    const inner = name.slice(1);
    if (/^["']/.test(name) && /^[a-z]/i.test(inner)) {
      throw new UserError(
        `There is a quote in front of ${show(inner)}. Quotes go around the value alone: ${inner}="…".`,
      );
    }
    throw new UserError(
      `${show(name)} in front of = is not a name. Names have letters, digits and dashes, like tenant=contoso.`,
    );
  }
  return name.toLowerCase();
}

function checkBare(word: string): string {
  if (!word.startsWith('"') && !word.startsWith("'")) return word;
  throw new UserError(
    `${show(word)} stands in quotes without a name. Leave the quotes out, or write name="…".`,
  );
}

/** `--now` and `-now` are what other tools call `now`. */
function undash(word: string): string {
  return word.replace(/^--?(?=\p{L})/u, '');
}

function skipBlanks(line: string, from: number): number {
  const blanks = /\s*/y;
  blanks.lastIndex = from;
  blanks.exec(line);
  return blanks.lastIndex;
}

function endOf(line: string, from: number): number {
  valueEnd.lastIndex = from;
  return valueEnd.exec(line)?.index ?? line.length;
}
