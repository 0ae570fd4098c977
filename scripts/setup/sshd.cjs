// @ts-check
const { catalogue } = require('./catalogue.cjs');
const { findProgram } = require('./find-program.cjs');
const { install } = require('./install.cjs');
const { installCommand } = require('./install-command.cjs');
const { MissingError } = require('./missing-error.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

/** @param {Machine} machine */
const findSshd = (machine) => findProgram(machine, 'sshd');

/**
 * The program alone, for servers of the tests' own on a loopback port.
 * @type {import('./part').Part}
 */
const sshd = {
  name: 'sshd',
  forTests: true,
  look(machine) {
    const file = findSshd(machine);
    return file && `sshd: ${file}`;
  },
  make(machine, say) {
    const wanted = { label: 'sshd', names: catalogue.sshd };
    // Its package starts a server for everybody, where there is something that starts services: a person decides.
    if (!machine.startsServices)
      install(machine, wanted, say, () => findSshd(machine) !== undefined);
    const found = this.look(machine);
    if (found === undefined) throw new MissingError(missingSshd(machine));
    return found;
  },
};

/** @param {Machine} machine */
function missingSshd(machine) {
  const command = installCommand(machine, catalogue.sshd);
  return `sshd is missing, and the tests of gateways over SSH need it (the program; its service may stay off); install it with: ${command}`;
}

module.exports = { findSshd, missingSshd, sshd };
