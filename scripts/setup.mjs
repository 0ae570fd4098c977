// @ts-check
// Makes a checkout ready to run: `node scripts/setup.mjs [--brief] [part …]`. Needs Node alone, because it runs
// before the packages are there. Says what it does on standard error; --brief says nothing when nothing is missing.
import buildPart from './setup/build.cjs';
import machinePart from './setup/machine.cjs';
import missing from './setup/missing-error.cjs';
import node from './setup/node-version.cjs';
import lock from './setup/one-at-a-time.cjs';
import packagesPart from './setup/packages.cjs';
import powershellPart from './setup/powershell.cjs';
import redisPart from './setup/redis.cjs';
import simulatorPart from './setup/simulator.cjs';

const parts = [
  packagesPart.packages,
  redisPart.redis,
  powershellPart.powershell,
  simulatorPart.simulator,
  buildPart.build,
];

const args = process.argv.slice(2);
const brief = args.includes('--brief');
const names = args.filter((arg) => arg !== '--brief');
const unknown = names.filter((name) => !parts.some((part) => part.name === name));

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

if (unknown.length > 0) {
  say(`usage: node scripts/setup.mjs [--brief] [${parts.map((part) => part.name).join(' | ')}] …`);
  process.exit(64);
}

try {
  node.checkNodeVersion(process.versions.node);
  const machine = machinePart.thisMachine();
  let locked = false;
  for (const part of parts.filter(({ name }) => names.length === 0 || names.includes(name))) {
    let line = part.look(machine);
    if (line !== undefined) {
      if (!brief) say(line);
      continue;
    }
    if (!locked) lock.takeLock(machine.root, say);
    locked = true;
    // Whoever held the lock before may have made it.
    line = part.look(machine) ?? part.make(machine, say);
    if (!brief) say(line);
  }
} catch (error) {
  if (!(error instanceof missing.MissingError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
