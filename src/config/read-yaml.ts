import { existsSync, readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';

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
    const checked = schema.safeParse(parse(readFileSync(path, 'utf8'), { prettyErrors: true }));
    if (checked.success) return checked.data;
    for (const issue of checked.error.issues) {
      problems.push(`${label}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
    }
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line;
    const where = line === undefined ? label : `${label}, line ${line}`;
    problems.push(`${where}: ${error.message.split('\n')[0]}`);
  }
  return undefined;
}
