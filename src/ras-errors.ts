import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from './package-root';

const entry = z.looseObject({ name: z.string(), meaning: z.string().optional() });
const file = z.looseObject({
  codes: z.record(z.string(), entry),
  unreachabilityReasons: z.record(z.string(), entry.partial()),
});

const data = file.parse(
  JSON.parse(readFileSync(join(packageRoot, 'data', 'ras-errors.json'), 'utf8')),
);

/** What a number in LastError means, in a sentence; the number itself is always in it. */
export function rasError(code: number): string {
  const known = data.codes[String(code)];
  if (known === undefined) return `error ${code}`;
  return `error ${code}${known.meaning ? `: ${known.meaning.replace(/\.$/, '')}` : ` (${known.name})`}`;
}
