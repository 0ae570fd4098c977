import { existsSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
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
    const checked = schema.safeParse(parse(readText(path), { prettyErrors: true }));
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues) {
      // A key may be any text, and a problem is one line.
      const where = issue.path
        .join('.')
        .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
        .trim();
      problems.push(`${label}: ${where || 'the file'}: ${issue.message}`);
    }
  } catch (error) {
    // Aliases and merges fail with errors of other kinds, and so does a folder of that name.
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const where = line === undefined ? label : `${label}, line ${line}`;
    problems.push(`${where}: ${(error as Error).message.split('\n')[0]}`);
  }
  return undefined;
}
