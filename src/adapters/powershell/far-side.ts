import { readFileSync } from 'node:fs';
import { FAR_SIDE_SCRIPTS } from './assets';

/** What the function on the far side of a session is called, in a role and in a session that is given it. */
export const READING_FUNCTION = 'Read-MtgwGateway';

const nothingIsReadable = '$readable = @()\n';

/** The body of the function that reads, for an endpoint's role: it may run these cmdlets, and no others. */
export function readingFunction(readable: readonly string[]): string {
  return body(readable.map((name) => `'${name.replaceAll("'", "''")}'`).join(', '));
}

/** The script that gives it to an endpoint with full language, whose session may run whatever is asked. */
export function defineReadings(): string {
  return `function global:${READING_FUNCTION} {\n${body('$Cmdlets')}\n}`;
}

function body(readable: string): string {
  const text = readFileSync(FAR_SIDE_SCRIPTS.function, 'utf8');
  if (!text.includes(nothingIsReadable)) throw new Error('far-side.ps1 has no place for its list.');
  const problems = readFileSync(FAR_SIDE_SCRIPTS.problems, 'utf8');
  // As functions: `$'` in a script must not be taken for a pattern of replace.
  return text.replace(nothingIsReadable, () => `$readable = @(${readable})\n${problems}`);
}
