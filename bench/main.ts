import { run as ack } from './ack';
import { run as heard } from './heard';
import { run as hostile } from './hostile';
import { run as plan } from './plan';
import { run as queue } from './queue';
import { run as remote } from './remote';
import type { BenchRow } from './row';
import { run as shell } from './shell';

/** `npm run bench -- NAME... [--json]`; without a name, all of them. */
const benches: Record<string, () => Promise<BenchRow[]>> = {
  shell,
  remote,
  queue,
  plan,
  hostile,
  heard,
  ack,
};

async function main(words: string[]): Promise<number> {
  const json = words.includes('--json');
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = names.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined) {
    process.stderr.write(
      `No benchmark is called ${unknown}; there are ${Object.keys(benches).join(', ')}.\n`,
    );
    return 1;
  }
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    const rows = (await benches[name]?.()) ?? [];
    if (json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    else printTable(rows);
  }
  return 0;
}

function printTable(rows: BenchRow[]): void {
  const cells = rows.map((row) => [
    row.name,
    row.what,
    `${round(row.figure)} ${row.unit}`,
    row.floor === undefined ? '' : `${round(row.floor)} ${row.unit}`,
    row.ratio === undefined ? '' : round(row.ratio),
    row.goal ?? '',
    row.met === undefined ? '' : row.met ? 'met' : 'MISSED',
  ]);
  const head = ['name', 'what', 'figure', 'floor', 'ratio', 'goal', ''];
  const widths = head.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  for (const row of [head, ...cells]) {
    process.stdout.write(
      `${row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
    process.exit(1);
  },
);
