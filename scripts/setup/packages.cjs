// @ts-check
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { MissingError } = require('./missing-error.cjs');

/** @typedef {{ packages: Record<string, LockEntry> }} Lock */
/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockEntry */

/**
 * The npm packages of the lock file. npm keeps in `node_modules/.package-lock.json` what it installed, so an
 * `npm install` by hand is seen too.
 * @type {import('./part').Part}
 */
const packages = {
  name: 'packages',
  look({ root }) {
    const wanted = readLock(path.join(root, 'package-lock.json'));
    const installed = readLock(path.join(root, 'node_modules', '.package-lock.json'));
    if (wanted === undefined || installed === undefined) return undefined;
    const missing = missingPackages(wanted, installed);
    return missing.length === 0 ? 'packages: as the lock file says' : undefined;
  },
  make(machine, say) {
    say('packages: installing them from the lock file (npm ci)');
    const [file, ...args] = npm(machine);
    // --include=dev: the compiler is a development package, and NODE_ENV=production would leave it out.
    // --ignore-scripts: npm before 11 does not know `allowScripts`, and set-up may be run by root.
    const how = [
      '--include=dev',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    const { ok } = machine.run(file, [...args, 'ci', ...how], { show: true });
    if (ok) return 'packages: installed';
    throw new MissingError(
      'The npm packages could not be installed (npm said why above); run `npm ci` once it can reach its registry.',
    );
  },
};

/**
 * Packages of `wanted` that `installed` lacks or has in another version. Optional ones are other systems'.
 * @param {Lock} wanted
 * @param {Lock} installed
 */
function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([folder, entry]) => folder !== '' && !entry.optional && !entry.devOptional)
    .filter(([folder, entry]) => installed.packages[folder]?.version !== entry.version)
    .map(([folder]) => folder);
}

/**
 * @param {string} file
 * @returns {Lock | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * npm as a command line. Inside `npm run` npm names its own script, which also works on Windows, where `npm`
 * is a .cmd file that Node does not start.
 * @param {import('./machine.cjs').Machine} machine
 * @returns {[string, ...string[]]}
 */
function npm(machine) {
  const script = machine.env['npm_execpath'];
  if (script?.endsWith('npm-cli.js')) return [process.execPath, script];
  if (machine.platform !== 'win32') return ['npm'];
  const beside = path.join(
    path.dirname(process.execPath),
    'node_modules',
    'npm',
    'bin',
    'npm-cli.js',
  );
  return [process.execPath, beside];
}

module.exports = { missingPackages, npm, packages };
