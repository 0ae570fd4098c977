// @ts-check
const { catalogue } = require('./catalogue.cjs');
const { canRun, findProgram } = require('./find-program.cjs');
const { install } = require('./install.cjs');
const { installCommand } = require('./install-command.cjs');
const { MissingError } = require('./missing-error.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

/** Browsers of that engine, as the systems call their programs. */
const programs = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'],
  ...['Google Chrome', 'Chromium', 'Microsoft Edge'],
];

/**
 * @param {Machine} machine
 * @returns {string | undefined}
 */
function findChromium(machine) {
  for (const name of programs) {
    const file = findProgram(machine, name);
    if (file !== undefined && answers(machine, file)) return file;
  }
  return playwrightsOwn(machine);
}

/**
 * Ubuntu's chromium-browser may be a script that only tells how to install it. Elsewhere a browser that is asked for
 * its version opens a window.
 * @param {Machine} machine
 * @param {string} file
 */
function answers(machine, file) {
  return machine.platform !== 'linux' || machine.run(file, ['--version']).ok;
}

/**
 * Where `npx playwright-core install chromium` puts it.
 * @param {Machine} machine
 */
function playwrightsOwn({ root }) {
  try {
    const { chromium } = require(require.resolve('playwright-core', { paths: [root] }));
    const file = chromium.executablePath();
    return canRun(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** @type {import('./part').Part} */
const chromium = {
  name: 'chromium',
  forTests: true,
  look(machine) {
    const file = findChromium(machine);
    return file && `Chromium: ${file}`;
  },
  make(machine, say) {
    const wanted = { label: 'Chromium', names: catalogue.chromium };
    install(machine, wanted, say, () => findChromium(machine) !== undefined);
    const found = this.look(machine);
    if (found === undefined) throw new MissingError(missingChromium(machine));
    return found;
  },
};

/** @param {Machine} machine */
function missingChromium(machine) {
  const command = installCommand(machine, catalogue.chromium);
  return `Chromium is missing, and the tests of the sandbox's page need it; install it with: ${command}`;
}

module.exports = { chromium, findChromium, missingChromium };
