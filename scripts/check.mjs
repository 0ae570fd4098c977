// @ts-check
// Runs every check and prints one line for each; what a failing tool says follows its line. `npm run check`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** npm scripts, so that each can be run alone; quick ones first. */
const checks = ['format:check', 'source', 'duplicates', 'lint', 'typecheck', 'imports', 'unused'];

const root = fileURLToPath(new URL('..', import.meta.url));
/** @type {{ scripts: Record<string, string> }} */
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

// Their commands are started directly, because npm alone takes longer than most of the checks.
const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
const programs = path.join(root, 'node_modules', '.bin');
const env = {
  ...process.env,
  NO_COLOR: '1',
  [pathName]: [programs, process.env[pathName]].join(path.delimiter),
};

const started = Date.now();
const failed = checks.filter((name) => !passes(name));
const seconds = secondsSince(started);
console.log(
  failed.length === 0
    ? `All ${checks.length} checks passed in ${seconds} s`
    : `${failed.length} of ${checks.length} checks failed: ${failed.join(', ')} (alone: npm run ${failed[0]})`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

/** @param {string} name */
function passes(name) {
  const command = scripts[name];
  if (command === undefined) throw new Error(`package.json has no script ${name}`);
  const begun = Date.now();
  const result = spawnSync(command, { cwd: root, env, shell: true, encoding: 'utf8' });
  const ok = result.status === 0;
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)}  ${secondsSince(begun)} s`);
  if (!ok) console.log(`${result.error?.message ?? ''}${result.stdout}${result.stderr}`.trimEnd());
  return ok;
}

/** @param {number} time */
function secondsSince(time) {
  return ((Date.now() - time) / 1000).toFixed(1);
}
