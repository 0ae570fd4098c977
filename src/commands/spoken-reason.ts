import { formatLine } from './canonical-line';

/**
 * `deny CR-7 because the twin is there`: what stands behind that word is the reason, to the end of the line, as if it
 * stood in quotes behind a `=`. Any other line comes back as it is.
 */
export function quoteReason(line: string): string {
  const found = /\sbecause(?:\s*:\s*|\s+)(?=[^\s=:])/i.exec(line);
  if (found === null) return line;
  const head = line.slice(0, found.index);
  // In a value somebody only uses the word.
  if (head.trimEnd().endsWith('=') || isOpen(head, '"') || isOpen(head, "'")) return line;
  const reason = line.slice(found.index + found[0].length).trim();
  const whole = /^(["'])([^]*)\1$/.exec(reason)?.[2] ?? reason;
  return formatLine(head, [{ name: 'because', value: whole }]);
}

function isOpen(text: string, quote: string): boolean {
  return text.split(quote).length % 2 === 0;
}
