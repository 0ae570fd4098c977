// @ts-check
// The unit tests on every newer Node: `npm run test:nodes`, or `npm run test:nodes -- 24 [what jest takes]` for one.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import machinePart from './setup/machine.cjs';
import missing from './setup/missing-error.cjs';
import nodes from './setup/other-nodes.cjs';

const machine = machinePart.thisMachine();
const jest = path.join(machine.root, 'node_modules', 'jest', 'bin', 'jest.js');
const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';

const majors = /** @type {(keyof typeof nodes.pinned)[]} */ (Object.keys(nodes.pinned).map(Number));
const words = process.argv.slice(2);
const named = majors.filter((major) => words.includes(String(major)));
const forJest = words.filter((word) => !majors.some((major) => String(major) === word));

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

try {
  const results = (named.length > 0 ? named : majors).map((major) => {
    const node = nodes.bringNode(machine, major, say);
    say(`\nThe unit tests on Node ${nodes.pinned[major]}`);
    // What a test starts by the name `node` is this one too.
    const env = {
      ...process.env,
      [pathName]: [path.dirname(node), process.env[pathName]].join(path.delimiter),
    };
    const args = [jest, '--selectProjects', 'unit', ...forJest];
    const { status } = spawnSync(node, args, { cwd: machine.root, env, stdio: 'inherit' });
    return { major, ok: status === 0 };
  });
  for (const { major, ok } of results)
    say(`${ok ? 'ok    ' : 'FAILED'}  Node ${nodes.pinned[major]}`);
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  if (!(error instanceof missing.MissingError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
