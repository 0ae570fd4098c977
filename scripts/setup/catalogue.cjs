// @ts-check

/**
 * What one program is called in the catalogues of package managers; `ubuntu` where Ubuntu's differs from that of the
 * rest of the family, undefined where there is no package that serves.
 * @typedef {object} Names
 * @property {string | undefined} [apt]
 * @property {string | undefined} [ubuntu]
 * @property {string | undefined} [dnf]
 * @property {string | undefined} [apk]
 * @property {string | undefined} [pacman]
 * @property {string | undefined} [zypper]
 * @property {string | undefined} [brew]
 * @property {string | undefined} [winget]
 * @property {string | undefined} [windows] the command of a Windows that has no winget package for it
 * @property {string} otherwise the command for every other system
 */

/** The major version of .NET that the PowerShell of the tool manifest runs on. */
const dotnetMajor = 10;

/** @satisfies {Record<string, Names>} */
const catalogue = {
  redis: {
    apt: 'redis-server',
    dnf: 'valkey',
    apk: 'redis',
    pacman: 'valkey',
    zypper: 'redis',
    brew: 'redis',
    // Redis has no Windows build of its own since 3.0; Memurai is the kept port (7.2 protocol).
    winget: 'Memurai.MemuraiDeveloper',
    otherwise: 'docker pull redis:7-alpine',
  },
  /** PowerShell itself where one command gets it, else the .NET SDK, with which set-up installs PowerShell. */
  powershell: {
    // Ubuntu's archive has it; Debian's has not.
    apt: undefined,
    ubuntu: `dotnet-sdk-${dotnetMajor}.0`,
    dnf: `dotnet-sdk-${dotnetMajor}.0`,
    apk: `dotnet${dotnetMajor}-sdk`,
    pacman: 'dotnet-sdk',
    brew: 'powershell/tap/powershell',
    winget: 'Microsoft.PowerShell',
    // Into ~/.dotnet, which needs no root.
    otherwise: `curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel ${dotnetMajor}.0`,
  },
  sshd: {
    apt: 'openssh-server',
    dnf: 'openssh-server openssh-clients',
    apk: 'openssh',
    pacman: 'openssh',
    zypper: 'openssh',
    brew: 'openssh',
    windows: 'Add-WindowsCapability -Online -Name OpenSSH.Server~~~~0.0.1.0',
    otherwise: 'the package openssh-server of this system',
  },
  chromium: {
    apt: 'chromium',
    // Ubuntu's is a snap, which may not read the folders that a test makes.
    ubuntu: undefined,
    dnf: 'chromium',
    apk: 'chromium',
    pacman: 'chromium',
    zypper: 'chromium',
    brew: '--cask google-chrome',
    winget: 'Google.Chrome',
    otherwise: 'npx playwright-core install --with-deps chromium',
  },
};

module.exports = { catalogue, dotnetMajor };
