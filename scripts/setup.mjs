// @ts-check
// Makes a checkout ready to run: `node scripts/setup.mjs [--brief] [--tests] [part …]`. Needs Node alone, because it
// runs before the packages are there. Says what it does on standard error; --brief says nothing when nothing is
// missing. --tests also brings what only the tests start.
import buildPart from './setup/build.cjs';
import chromiumPart from './setup/chromium.cjs';
import machinePart from './setup/machine.cjs';
import missing from './setup/missing-error.cjs';
import node from './setup/node-version.cjs';
import lock from './setup/one-at-a-time.cjs';
import packagesPart from './setup/packages.cjs';
import powershellPart from './setup/powershell.cjs';
import redisPart from './setup/redis.cjs';
import simulatorPart from './setup/simulator.cjs';
import sshdPart from './setup/sshd.cjs';

const parts = [
  packagesPart.packages,
  redisPart.redis,
  powershellPart.powershell,
  simulatorPart.simulator,
  buildPart.build,
  sshdPart.sshd,
  chromiumPart.chromium,
];

const args = process.argv.slice(2);
const brief = args.includes('--brief');
const forTests = args.includes('--tests');
const names = args.filter((arg) => arg !== '--brief' && arg !== '--tests');
const unknown = names.filter((name) => !parts.some((part) => part.name === name));

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

if (unknown.length > 0) {
  say(
    `usage: node scripts/setup.mjs [--brief] [--tests] [${parts.map((part) => part.name).join(' | ')}] …`,
  );
  process.exit(64);
}

/** @param {import('./setup/part.d.ts').Part} part */
const isAskedFor = (part) =>
  names.length === 0 ? forTests || part.forTests !== true : names.includes(part.name);

try {
  node.checkNodeVersion(process.versions.node);
  const machine = machinePart.thisMachine();
  let locked = false;
  for (const part of parts.filter(isAskedFor)) {
    let line = part.look(machine);
    if (line !== undefined) {
      if (!brief) say(line);
      continue;
    }
    if (!locked) lock.takeLock(machine.root, say);
    locked = true;
    try {
      // Whoever held the lock before may have made it.
      line = part.look(machine) ?? part.make(machine, say);
      if (!brief) say(line);
    } catch (error) {
      // The tests that need it fail with this sentence; the others can run.
      if (!part.forTests || !(error instanceof missing.MissingError)) throw error;
      say(error.message);
    }
  }
} catch (error) {
  if (!(error instanceof missing.MissingError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
