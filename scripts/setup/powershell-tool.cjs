// @ts-check
const { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { dotnetMajor } = require('./catalogue.cjs');
const { canRun, findProgram } = require('./find-program.cjs');
const { MissingError } = require('./missing-error.cjs');
const { precompile, quiet } = require('./precompile.cjs');
const { listFiles } = require('./sources.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

/** The version that the tool manifest pins. @param {Machine} machine @returns {string} */
function pinnedVersion({ root }) {
  const manifest = path.join(root, '.config', 'dotnet-tools.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).tools.powershell.version;
}

/** @param {Machine} machine */
const toolFolder = (machine) =>
  path.join(machine.root, '.cache', 'powershell', pinnedVersion(machine));

/**
 * The PowerShell that set-up installed here, while the .NET that runs it is there.
 * @param {Machine} machine
 * @returns {string | undefined}
 */
function findTool(machine) {
  const dotnet = findProgram(machine, 'dotnet');
  if (dotnet === undefined) return undefined;
  const file = path.join(toolFolder(machine), 'pwsh');
  if (!canRun(file)) return undefined;
  return readFileSync(file, 'utf8').includes(`'${dotnet}'`) ? file : undefined;
}

/**
 * Install Microsoft's PowerShell as a .NET tool into the project. Undefined when there is no SDK for that.
 * @param {Machine} machine
 * @param {(line: string) => void} say
 * @returns {string | undefined}
 */
function installTool(machine, say) {
  const dotnet = findSdk(machine);
  if (dotnet === undefined) return undefined;
  const version = pinnedVersion(machine);
  say(`PowerShell: not on PATH, installing ${version} (dotnet tool install PowerShell)`);
  const folder = toolFolder(machine);
  // Under another name until it has answered: a set-up that was cut off leaves nothing that looks whole.
  const partial = `${folder}.partial`;
  for (const old of [partial, folder]) rmSync(old, { recursive: true, force: true });
  const words = ['PowerShell', '--version', version, '--tool-path', path.join(partial, 'tool')];
  const { ok, output } = machine.run(dotnet, ['tool', 'install', ...words], { env: quiet });
  if (!ok) throw new MissingError(`PowerShell could not be installed by dotnet:\n${output.trim()}`);
  const dll = findDll(partial);
  precompile(machine, dotnet, path.dirname(dll), say);
  writeStarter(partial, dotnet, dll);
  const question = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '1 + 1'];
  const trial = machine.run(path.join(partial, 'pwsh'), question);
  if (!trial.ok || trial.output.trim() !== '2')
    throw new MissingError(`PowerShell was installed but does not run:\n${trial.output.trim()}`);
  renameSync(partial, folder);
  return path.join(folder, 'pwsh');
}

/**
 * One file that becomes PowerShell. The tool's own stays around it as a process of its own, takes 80 ms longer, and
 * does not find a .NET that was installed into a home directory. What runs for a minute is never repaid for compiling
 * its code a second and a third time: two thirds of what such a process costs.
 * @param {string} folder
 * @param {string} dotnet
 * @param {string} dll
 */
function writeStarter(folder, dotnet, dll) {
  const file = path.join(folder, 'pwsh');
  const beside = path.relative(folder, dll);
  writeFileSync(
    file,
    `#!/bin/sh\nDOTNET_TieredCompilation=0 exec '${dotnet}' "\${0%/*}/${beside}" "$@"\n`,
  );
  chmodSync(file, 0o755);
}

/** @param {string} folder @returns {string} */
function findDll(folder) {
  const dll = listFiles([path.join(folder, 'tool')]).find((file) => /unix.pwsh\.dll$/.test(file));
  if (dll === undefined)
    throw new MissingError('PowerShell was installed by dotnet, but its pwsh.dll is not there.');
  return dll;
}

/**
 * The dotnet that can install it. A Windows has a PowerShell; this way is for the others.
 * @param {Machine} machine
 * @returns {string | undefined}
 */
function findSdk(machine) {
  const dotnet = machine.platform === 'win32' ? undefined : findProgram(machine, 'dotnet');
  if (dotnet === undefined) return undefined;
  const { ok, output } = machine.run(dotnet, ['--list-sdks']);
  const majors = [...output.matchAll(/^(\d+)\./gm)].map((match) => Number(match[1]));
  return ok && majors.some((major) => major >= dotnetMajor) ? dotnet : undefined;
}

module.exports = { findSdk, findTool, installTool };
