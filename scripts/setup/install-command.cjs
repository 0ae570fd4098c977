// @ts-check

/** @typedef {import('./machine.cjs').Machine} Machine */
/** @typedef {import('./catalogue.cjs').Names} Names */
/** @typedef {'apt' | 'dnf' | 'apk' | 'pacman' | 'zypper' | 'brew' | 'winget'} PackageManager */

const wingetFlags = '--exact --accept-package-agreements --accept-source-agreements';

/** @type {Record<PackageManager, string>} */
const commands = {
  apt: 'SUDO apt-get update && SUDO apt-get install -y',
  dnf: 'SUDO dnf install -y',
  apk: 'SUDO apk add',
  pacman: 'SUDO pacman -S --noconfirm',
  zypper: 'SUDO zypper install -y',
  brew: 'brew install',
  winget: 'winget install --id',
};

/**
 * The exact command that installs a program on this system.
 * @param {Machine} machine
 * @param {Names} names
 */
function installCommand(machine, names) {
  const manager = packageManager(machine);
  const name = manager && packageName(machine, names, manager);
  if (manager === undefined || name === undefined)
    return (machine.platform === 'win32' ? names.windows : undefined) ?? names.otherwise;
  const command = `${commands[manager]} ${name}${manager === 'winget' ? ` ${wingetFlags}` : ''}`;
  return command.replaceAll('SUDO ', machine.isRoot ? '' : 'sudo ');
}

/**
 * What a package manager of this system calls a program; undefined when it has no package for it.
 * @param {Machine} machine
 * @param {Names} names
 * @param {PackageManager} manager
 */
function packageName({ osRelease }, names, manager) {
  return osRelease['ID'] === 'ubuntu' && 'ubuntu' in names ? names.ubuntu : names[manager];
}

/**
 * By the system's own words, because in a minimal container PATH says little.
 * @param {Machine} machine
 * @returns {PackageManager | undefined}
 */
function packageManager({ platform, osRelease }) {
  if (platform === 'darwin') return 'brew';
  if (platform === 'win32') return 'winget';
  const family = ` ${osRelease['ID'] ?? ''} ${osRelease['ID_LIKE'] ?? ''} `;
  if (/ (debian|ubuntu) /.test(family)) return 'apt';
  if (/ (fedora|rhel|centos) /.test(family)) return 'dnf';
  if (/ alpine /.test(family)) return 'apk';
  if (/ arch /.test(family)) return 'pacman';
  if (/ (suse|opensuse|sles) /.test(family)) return 'zypper';
  return undefined;
}

module.exports = { installCommand, packageName };
