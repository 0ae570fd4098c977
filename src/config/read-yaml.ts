import { existsSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { readBy } from '../schema-problems';
import { readText } from './read-text';

/**
 * Read one YAML file by its schema. What is wrong is added to `problems`, a line each, and the answer is undefined.
 * @param label the file's name as its owner knows it
 */
export function readYaml<T>(
  path: string,
  label: string,
  schema: z.ZodType<T>,
  problems: string[],
): T | undefined {
  if (!existsSync(path)) {
    problems.push(`${label}: the file is missing`);
    return undefined;
  }
  try {
    const checked = readBy(schema, parse(readText(path), { prettyErrors: true }));
    if ('data' in checked) return checked.data;
    for (const problem of checked.problems) {
      // A key may be any text, and a problem is one line.
      const where = problem.path
        .join('.')
        .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
        .trim();
      problems.push(`${label}: ${where || 'the file'}: ${problem.sentence}`);
    }
  } catch (error) {
    // Aliases and merges fail with errors of other kinds, and so does a folder of that name.
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const where = line === undefined ? label : `${label}, line ${line}`;
    problems.push(`${where}: ${saidOnce((error as Error).message)}`);
  }
  return undefined;
}

/** The library's sentence: it repeats line and column, and shows the place below. */
function saidOnce(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
