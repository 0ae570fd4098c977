// @ts-check
const { findChromium, missingChromium } = require('./chromium.cjs');
const { thisMachine } = require('./machine.cjs');
const { MissingError } = require('./missing-error.cjs');
const { findPowerShell, missingPowerShell } = require('./powershell.cjs');
const { findSshd, missingSshd } = require('./sshd.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

/** @type {Record<'powershell' | 'sshd' | 'chromium', [find: (machine: Machine) => string | undefined, sentence: (machine: Machine) => string]>} */
const programs = {
  powershell: [findPowerShell, missingPowerShell],
  sshd: [findSshd, missingSshd],
  chromium: [findChromium, missingChromium],
};

/**
 * The path of a program that tests and benchmarks start, found as set-up finds it. Throws MissingError with the
 * command that installs it.
 * @param {keyof typeof programs} name
 * @param {Machine} [machine]
 * @returns {string}
 */
function whereIs(name, machine = thisMachine()) {
  const [find, sentence] = programs[name];
  const file = find(machine);
  if (file === undefined) throw new MissingError(sentence(machine));
  return file;
}

module.exports = { whereIs };
