// @ts-check
// Finds code that was copied: the same run of lines at two places of the product. `npm run duplicates`.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sources from './setup/sources.cjs';

/** Shorter repeats are mostly the shape of the language, not of a thought. */
const runLength = 10;

const root = fileURLToPath(new URL('..', import.meta.url));
const files = sources
  .listFiles(['approvals', 'src', 'bench', 'scripts'].map((folder) => path.join(root, folder)))
  .map((file) => path.relative(root, file).replaceAll('\\', '/'))
  .filter((name) => /\.(ts|mjs|cjs)$/.test(name));

/** @type {Map<string, { file: string, number: number }>} */
const firstSeen = new Map();
/** @type {string[]} */
const findings = [];

for (const file of files) {
  const lines = meaningfulLines(readFileSync(path.join(root, file), 'utf8'));
  let reportedUntil = 0;
  for (let start = 0; start + runLength <= lines.length; start++) {
    const run = lines.slice(start, start + runLength);
    const text = run.map((line) => line.text).join('\n');
    const here = { file, number: run[0]?.number ?? 0 };
    const before = firstSeen.get(text);
    if (before === undefined) firstSeen.set(text, here);
    else if (start >= reportedUntil && !overlaps(before, here)) {
      findings.push(`${file}:${here.number}  repeats ${before.file}:${before.number}`);
      reportedUntil = start + runLength;
    }
  }
}

for (const finding of findings) console.log(finding);
process.exitCode = findings.length === 0 ? 0 : 1;

/**
 * Without imports, comments and lines of brackets alone, which are alike everywhere.
 * @param {string} source
 */
function meaningfulLines(source) {
  return source
    .split('\n')
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(({ text }) => /\w/.test(text) && !/^(import\b|\} from |\/\/|\/?\*)/.test(text));
}

/**
 * A list of alike entries repeats itself one line further on; that is no copy.
 * @param {{ file: string, number: number }} one
 * @param {{ file: string, number: number }} other
 */
function overlaps(one, other) {
  return one.file === other.file && Math.abs(one.number - other.number) < runLength;
}
