// @ts-check
const { existsSync } = require('node:fs');
const { findProgram } = require('./find-program.cjs');
const { writeHint } = require('./hint.cjs');
const { buildHost, hostFile, isHostFresh, neededSdk } = require('./host.cjs');
const { powershellCommand } = require('./install-command.cjs');
const { MissingError } = require('./missing-error.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */
/** @typedef {{ file: string, kind: 'pwsh' | 'windows' | 'host' }} PowerShell */

/**
 * A real PowerShell always comes first; our own host of the same engine counts once it is built.
 * @param {Machine} machine
 * @returns {PowerShell | undefined}
 */
function findPowerShell(machine) {
  const pwsh = findProgram(machine, 'pwsh');
  if (pwsh !== undefined) return { file: pwsh, kind: 'pwsh' };
  const windows = machine.platform === 'win32' ? findProgram(machine, 'powershell') : undefined;
  if (windows !== undefined) return { file: windows, kind: 'windows' };
  const host = hostFile(machine);
  return existsSync(host) ? { file: host, kind: 'host' } : undefined;
}

/** @type {import('./part').Part} */
const powershell = {
  name: 'powershell',
  look(machine) {
    const found = findPowerShell(machine);
    if (found === undefined || (found.kind === 'host' && !isHostFresh(machine))) return undefined;
    writeHint(machine, { powershell: found.file });
    return `PowerShell: ${found.kind === 'host' ? 'the host in simulator/host' : found.file}`;
  },
  make(machine, say) {
    if (buildHost(machine, say))
      return this.look(machine) ?? 'PowerShell: the host in simulator/host';
    const sdk = neededSdk(machine);
    throw new MissingError(
      `PowerShell is missing, and so is the .NET SDK ${sdk} that builds one; install it with: ${powershellCommand(machine, sdk)}`,
    );
  },
};

module.exports = { findPowerShell, powershell };
