import type { ParameterValue, Step } from '../../approvals/plan';

/** A step as an engineer would type it, secrets masked. For reading only: nothing ever runs this text. */
export function stepText(step: Step): string {
  const parameters = Object.entries(step.parameters).map(([name, value]) =>
    value === true ? `-${name}` : value === false ? `-${name}:$false` : `-${name} ${shown(value)}`,
  );
  return wrap([step.cmdlet, ...parameters]);
}

/** Lines that fit a card on a phone held sideways, broken only between parameters. */
function wrap(words: string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= widest || line === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = `${indent}${word}`;
  }
  return [...lines, line].join('\n');
}

const widest = 64;
const indent = '    ';

function shown(value: ParameterValue): string {
  if (value === null) return '$null';
  if (Array.isArray(value)) return value.map(shown).join(',') || '@()';
  if (typeof value === 'object') return isSecret(value) ? '********' : '@{...}';
  if (typeof value === 'string') return /^[A-Za-z0-9._:/-]+$/.test(value) ? value : quoted(value);
  return String(value);
}

function isSecret(value: object): boolean {
  return 'secret' in value;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
