// @ts-check
const { catalogue, dotnetMajor } = require('./catalogue.cjs');
const { findProgram } = require('./find-program.cjs');
const { writeHint } = require('./hint.cjs');
const { installCommand } = require('./install-command.cjs');
const { MissingError } = require('./missing-error.cjs');
const { findSdk, findTool, installTool } = require('./powershell-tool.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

/**
 * The PowerShell of this machine comes first, then the one that set-up installed.
 * @param {Machine} machine
 * @returns {string | undefined}
 */
function findPowerShell(machine) {
  const windows = () =>
    machine.platform === 'win32' ? findProgram(machine, 'powershell') : undefined;
  return findProgram(machine, 'pwsh') ?? windows() ?? findTool(machine);
}

/** @type {import('./part').Part} */
const powershell = {
  name: 'powershell',
  look(machine) {
    const file = findPowerShell(machine);
    if (file === undefined) return undefined;
    writeHint(machine, { powershell: file });
    return `PowerShell: ${file}`;
  },
  make(machine, say) {
    if (installTool(machine, say) === undefined) throw new MissingError(missingPowerShell(machine));
    return this.look(machine) ?? 'PowerShell: installed';
  },
};

/** @param {Machine} machine */
function missingPowerShell(machine) {
  if (findSdk(machine) !== undefined)
    return 'PowerShell is missing; install it with: npm run setup';
  const command = installCommand(machine, catalogue.powershell);
  return `PowerShell is missing, and so is the .NET SDK ${dotnetMajor} that installs one; install it with: ${command}`;
}

module.exports = { findPowerShell, missingPowerShell, powershell };
