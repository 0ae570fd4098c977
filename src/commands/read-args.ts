import { UserError } from '../errors';
import { type Inventory, tenantOfChannel } from '../world/inventory';
import { plural } from '../messages/words';
import type { Args } from '../ops/arg';
import { formatLine } from './canonical-line';
import { checkTexts, type Problem } from './check-texts';
import type { Declared } from './declared';
import type { ParsedLine } from './grammar';
import { type Match, matchWords, tellLost } from './match-words';
import type { Word } from './read-words';
import { ended } from './show';

/** So many are told what is wrong with them; a line that is meant has fewer. */
const mostSentences = 6;

/** What a name is looked up in, and where the line was typed. */
export interface Surroundings {
  inventory: Inventory;
  /** The channel's name: in a tenant's own channel the tenant need not be said. */
  channel?: string | undefined;
}

export interface GivenArgs {
  /** Checked texts in their one spelling. */
  given: Record<string, string>;
  /** Required and not given, in the order declared. A secret that the bot can make is never missing. */
  missing: string[];
}

/**
 * Give the words of a line their meaning.
 * @throws UserError with one sentence per problem, one to a line, and corrected lines where all have a correction
 */
export function readArgs(of: Declared, line: ParsedLine, around: Surroundings): GivenArgs {
  const matches = matchWords(of, line, around.inventory);
  const typed: Record<string, string> = {};
  for (const { given } of matches) if (given !== undefined) typed[given.name] = given.text;
  fillFromChannel(of.args, typed, around);
  const { texts, problems } = checkTexts(of.args, typed, around.inventory);
  const sentences = [
    ...matches.flatMap(({ sentence }) => (sentence === undefined ? [] : [ended(sentence)])),
    ...tellLost(of, matches),
    ...problems.map(({ name, sentence }) => ended(`${name}: ${sentence}`)),
  ];
  if (sentences.length > 0) {
    throw new UserError(firstOf(sentences).join('\n'), correctedLines(of, matches, problems));
  }
  return { given: texts, missing: findMissing(of.args, texts) };
}

/** Who pastes a page is not answered with one. */
function firstOf(sentences: readonly string[]): string[] {
  const rest = sentences.length - mostSentences;
  if (rest <= 0) return [...sentences];
  return [...sentences.slice(0, mostSentences), `And ${plural(rest, 'more mistake')}.`];
}

/** The required arguments that have no text yet, by name. A secret that the bot can make is never one of them. */
export function findMissing(args: Args, texts: Record<string, string>): string[] {
  return Object.entries(args)
    .filter(([name, arg]) => arg.required && !Object.hasOwn(texts, name) && !arg.secret?.makeable)
    .map(([name]) => name);
}

function fillFromChannel(args: Args, typed: Record<string, string>, around: Surroundings): void {
  const name = Object.keys(args).find((key) => args[key]?.names === 'tenant' && !args[key].fresh);
  if (name === undefined || Object.hasOwn(typed, name) || around.channel === undefined) return;
  const tenant = tenantOfChannel(around.inventory, around.channel);
  if (tenant !== undefined) typed[name] = tenant;
}

/** With one problem each of its corrections makes a line; with several only the nearest of each. */
function correctedLines(of: Declared, matches: Match[], problems: Problem[]): string[] {
  const choices = matches.map((match): Word[] => {
    const { typed, given, meant } = match;
    if (given === undefined) return meant;
    const problem = problems.find(({ name }) => name === given.name);
    return problem === undefined
      ? [typed]
      : problem.meant.map((value) => ({ name: problem.name, value }));
  });
  if (choices.some((choice) => choice.length === 0)) return [];
  const open = matches.filter(
    ({ given }) => given === undefined || problems.some(({ name }) => name === given.name),
  );
  const count = open.length === 1 ? Math.max(...choices.map((choice) => choice.length)) : 1;
  const lines = Array.from({ length: count }, (_, at) =>
    formatLine(
      of.name,
      choices.flatMap((choice) => choice[Math.min(at, choice.length - 1)] ?? []),
    ),
  );
  return [...new Set(lines)];
}
