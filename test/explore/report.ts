import type { Failure, Tally } from './explore';
import { faultInWords } from './fault';
import { sorts } from './possible-faults';
import { scenarios } from './scenario';
import { shrink } from './shrink';

/** How often each fault was tried at each port's method, and what broke. */
export function table(tally: Tally): string {
  const methods = [
    ...new Set(Object.keys(tally.tried).map((key) => key.split(' ')[0] ?? '')),
  ].sort();
  const rows = methods.map((method) => [
    method,
    ...sorts.map((sort) => String(tally.tried[`${method} ${sort}`] ?? '')),
  ]);
  const broken = Object.entries(tally.failures).map(
    ([invariant, { count }]) => `${String(count).padStart(7)}  ${invariant}`,
  );
  return [
    ...aligned([['point', ...sorts], ...rows]),
    '',
    `${tally.runs} runs, ${tally.calls} calls of ports.`,
    broken.length === 0 ? 'No invariant broke.' : 'Runs in which an invariant broke:',
    ...broken,
  ].join('\n');
}

function aligned(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  '),
  );
}

/** The shortest schedule that shows a failure, and what happens in it. */
export async function explain(failure: Failure): Promise<string> {
  const { breach, seed, schedule } = failure;
  const scenario = scenarios.find(({ name }) => name === failure.scenario);
  const shrunk = scenario && (await shrink(scenario, schedule, breach.invariant));
  const head = [
    `BROKEN: ${breach.invariant}`,
    `  ${breach.seen}`,
    `  scenario: ${failure.scenario}${seed === undefined ? '' : `; again: npm run explore -- --seed ${seed} --runs 1`}`,
  ];
  if (shrunk === undefined)
    return [...head, '  It does not happen again with its faults alone.'].join('\n');
  const again = JSON.stringify({ scenario: failure.scenario, schedule: shrunk.schedule });
  const seen = shrunk.outcome.breaches.find(({ invariant }) => invariant === breach.invariant);
  return [
    ...head,
    `  at its shortest${shrunk.scenario.wishes.length < (scenario?.wishes.length ?? 0) ? ', with fewer requests' : ''}: ${seen?.seen}`,
    ...shrunk.schedule.map(({ at, fault }) => `  - at ${at}: ${faultInWords(fault)}`),
    '  what happens:',
    ...shrunk.outcome.story.filter(isTelling).map((line) => `  ${line}`),
    `  replay: npm run explore -- --replay '${again}'`,
  ].join('\n');
}

/** What changed, and where it was hit; not every call. */
function isTelling(line: string): boolean {
  return / s {6}/.test(line) || line.includes('   <- ');
}
