// @ts-check

/** @typedef {import('./machine.cjs').Machine} Machine */
/** @typedef {'apt' | 'dnf' | 'apk' | 'pacman' | 'zypper'} PackageManager */

/** @type {Record<PackageManager, string>} */
const redisByManager = {
  apt: 'apt-get update && SUDO apt-get install -y redis-server',
  dnf: 'dnf install -y valkey',
  apk: 'apk add redis',
  pacman: 'pacman -S --noconfirm valkey',
  zypper: 'zypper install -y redis',
};

const wingetFlags = '--exact --accept-package-agreements --accept-source-agreements';

/**
 * The exact command that installs a Redis server on this system.
 * @param {Machine} machine
 */
function redisCommand(machine) {
  if (machine.platform === 'darwin') return 'brew install redis';
  // Redis has no Windows build of its own since 3.0; Memurai is the kept port (7.2 protocol).
  if (machine.platform === 'win32')
    return `winget install --id Memurai.MemuraiDeveloper ${wingetFlags}`;
  const manager = packageManager(machine);
  if (manager === undefined) return 'docker pull redis:7-alpine';
  return asRoot(machine, `SUDO ${redisByManager[manager]}`);
}

/**
 * The exact command after which there is a PowerShell: PowerShell itself where one command gets it, else the
 * .NET SDK that builds our small host of the same engine.
 * @param {Machine} machine
 * @param {number} sdk major version of the .NET SDK
 */
function powershellCommand(machine, sdk) {
  if (machine.platform === 'darwin') return 'brew install powershell/tap/powershell';
  if (machine.platform === 'win32')
    return `winget install --id Microsoft.PowerShell ${wingetFlags}`;
  const manager = packageManager(machine);
  if (manager === 'dnf') return asRoot(machine, `SUDO dnf install -y dotnet-sdk-${sdk}.0`);
  if (manager === 'apk') return asRoot(machine, `SUDO apk add dotnet${sdk}-sdk`);
  if (manager === 'pacman') return asRoot(machine, 'SUDO pacman -S --noconfirm dotnet-sdk');
  // Ubuntu's archive has it; Debian's has not.
  if (manager === 'apt' && machine.osRelease['ID'] === 'ubuntu') {
    return asRoot(machine, `SUDO apt-get update && SUDO apt-get install -y dotnet-sdk-${sdk}.0`);
  }
  // The folder is where the programs that the SDK builds look for their runtime by themselves.
  const script = `bash -s -- --channel ${sdk}.0 --install-dir /usr/share/dotnet`;
  return asRoot(machine, `curl -sSL https://dot.net/v1/dotnet-install.sh | SUDO ${script}`);
}

/**
 * By the system's own words, because in a minimal container PATH says little.
 * @param {Machine} machine
 * @returns {PackageManager | undefined}
 */
function packageManager({ osRelease }) {
  const family = ` ${osRelease['ID'] ?? ''} ${osRelease['ID_LIKE'] ?? ''} `;
  if (/ (debian|ubuntu) /.test(family)) return 'apt';
  if (/ (fedora|rhel|centos) /.test(family)) return 'dnf';
  if (/ alpine /.test(family)) return 'apk';
  if (/ arch /.test(family)) return 'pacman';
  if (/ (suse|opensuse|sles) /.test(family)) return 'zypper';
  return undefined;
}

/**
 * @param {Machine} machine
 * @param {string} command with SUDO where root is needed
 */
function asRoot(machine, command) {
  return command.replaceAll('SUDO ', machine.isRoot ? '' : 'sudo ');
}

module.exports = { powershellCommand, redisCommand };
