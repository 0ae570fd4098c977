// @ts-check
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');
const { findProgram } = require('./find-program.cjs');
const { MissingError } = require('./missing-error.cjs');
const { isFresh, stamped } = require('./sources.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

/** @param {Machine} machine */
const hostFolder = ({ root }) => path.join(root, 'simulator', 'host');

/** @param {Machine} machine */
const stampFile = (machine) => path.join(hostFolder(machine), 'bin', '.sources');

/** @param {Machine} machine */
function hostFile(machine) {
  const name = machine.platform === 'win32' ? 'mtgw-host.exe' : 'mtgw-host';
  return path.join(hostFolder(machine), 'bin', name);
}

/** @param {Machine} machine */
function isHostFresh(machine) {
  return existsSync(hostFile(machine)) && isFresh(stampFile(machine), hostSources(machine));
}

/** @param {Machine} machine */
function hostSources(machine) {
  const folder = hostFolder(machine);
  if (!existsSync(folder)) return [];
  const sources = readdirSync(folder).filter((name) => /\.(cs|csproj|json)$/.test(name));
  return sources.sort().map((name) => path.join(folder, name));
}

/**
 * The project file knows which framework it is written for.
 * @param {Machine} machine
 */
function neededSdk(machine) {
  const project = readFileSync(path.join(hostFolder(machine), 'MtgwHost.csproj'), 'utf8');
  return Number(/<TargetFramework>net(\d+)\.0</.exec(project)?.[1] ?? 10);
}

/**
 * Build simulator/host into its bin folder. False when there is no SDK for that.
 * @param {Machine} machine
 * @param {(line: string) => void} say
 */
function buildHost(machine, say) {
  const dotnet = findProgram(machine, 'dotnet');
  if (dotnet === undefined || !hasSdk(machine, dotnet)) return false;
  say('PowerShell: not on PATH, building the small host in simulator/host once (dotnet build)');
  stamped(stampFile(machine), hostSources(machine), () => {
    const project = path.join(hostFolder(machine), 'MtgwHost.csproj');
    const output = path.join(hostFolder(machine), 'bin');
    dotnetDoes(machine, dotnet, ['restore', project, '--locked-mode', '--verbosity', 'quiet']);
    const build = ['build', project, '-c', 'Release', '--no-restore', '-o', output, '--nologo'];
    // The compiler server would stay in memory after the build.
    dotnetDoes(machine, dotnet, [...build, '-v', 'quiet', '-p:UseSharedCompilation=false']);
    const trial = machine.run(hostFile(machine), ['-NoLogo', '-NoProfile', '-Command', '1 + 1']);
    if (trial.ok && trial.output.trim() === '2') return;
    throw new MissingError(
      `The PowerShell host was built but does not run: ${trial.output.trim()}`,
    );
  });
  return true;
}

/**
 * @param {Machine} machine
 * @param {string} dotnet
 */
function hasSdk(machine, dotnet) {
  const { ok, output } = machine.run(dotnet, ['--list-sdks']);
  const majors = [...output.matchAll(/^(\d+)\./gm)].map((match) => Number(match[1]));
  return ok && majors.some((major) => major >= neededSdk(machine));
}

/**
 * @param {Machine} machine
 * @param {string} dotnet
 * @param {string[]} args
 */
function dotnetDoes(machine, dotnet, args) {
  const env = {
    DOTNET_NOLOGO: '1',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    MSBUILDDISABLENODEREUSE: '1',
  };
  const { ok, output } = machine.run(dotnet, args, { env });
  if (ok) return;
  throw new MissingError(
    `The PowerShell host could not be built (dotnet ${args[0]} failed):\n${output.trim()}`,
  );
}

module.exports = { buildHost, hostFile, isHostFresh, neededSdk };
