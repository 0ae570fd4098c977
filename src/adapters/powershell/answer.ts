import { z } from 'zod';
import type { CommandResult, PsValue, TargetAnswer } from '../../ports/shells';
import { readClixmlInTurns } from './clixml/read';
import { unpackAnswer } from './unpack';

/** Output is whatever the cmdlet returned: the CLIXML reader made it plain data already. It may be long, so it is not copied. */
const output = z.custom<PsValue[]>(Array.isArray, 'expected a list');
const error = z.tuple([z.string(), z.string(), z.string(), z.boolean()]);
/** A gateway's words go into records and the audit, which live in Redis's memory: so many, of so many characters. */
const keptOfEach = 20;
const keptCharacters = 2_000;
const first = <S extends z.ZodType>(schema: S) =>
  z
    .custom<unknown[]>(Array.isArray, 'expected a list')
    .transform((all) => all.slice(0, keptOfEach))
    .pipe(z.array(schema));
const result = z.tuple([output, first(error), first(z.string()), z.number()]);
const outcome = z.enum(['answered', 'unreachable', 'timeout', 'died']);
const results = z.array(result);
/** A text is a far side's own answer, as it came. */
const answers = z.array(
  z.tuple([z.string(), outcome, z.string(), z.boolean(), z.union([z.string(), results])]),
);

/**
 * The answers of a batch, from the lists of boundary/batch.ps1. `stuck`: a cmdlet in the process could not be
 * stopped, so the process has to end. Throws when the answer is not of this shape. A far side whose own answer cannot be
 * read, or that unpacks to more than `maxBytes`, costs the others nothing.
 */
export async function readAnswers(
  value: PsValue,
  maxBytes: number,
): Promise<{ answers: TargetAnswer[]; stuck: boolean }> {
  const targets = answers.parse(value);
  const read: TargetAnswer[] = [];
  // One after the other: each takes its turns, and none keeps the others' memory full meanwhile.
  for (const [target, ended, message, , found] of targets) {
    if (typeof found === 'string') {
      read.push(await readFarSide(target, found, maxBytes));
      continue;
    }
    const listed = found.map(commandResult);
    read.push(
      ended === 'answered'
        ? { target, outcome: ended, results: listed }
        : { target, outcome: ended, message: cut(message), results: listed },
    );
  }
  return { stuck: targets.some(([, , , stuck]) => stuck), answers: read };
}

async function readFarSide(target: string, text: string, maxBytes: number): Promise<TargetAnswer> {
  try {
    const [listed] = await readClixmlInTurns(unpackAnswer(text, maxBytes));
    return { target, outcome: 'answered', results: results.parse(listed).map(commandResult) };
  } catch (problem) {
    const message = cut(`Its answer could not be read: ${(problem as Error).message}`);
    return { target, outcome: 'died', message, results: [] };
  }
}

function commandResult([output, errors, warnings, durationMs]: z.infer<
  typeof result
>): CommandResult {
  return {
    output,
    errors: errors.map(([errorId, category, message, terminating]) => {
      return { errorId: cut(errorId), category: cut(category), message: cut(message), terminating };
    }),
    warnings: warnings.map(cut),
    durationMs,
  };
}

function cut(text: string): string {
  return text.length <= keptCharacters ? text : `${text.slice(0, keptCharacters - 1)}…`;
}
