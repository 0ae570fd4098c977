// @ts-check
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

/**
 * What set-up asks of the machine it runs on. Tests give one that they made up.
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {Record<string, string | undefined>} env
 * @property {boolean} isRoot
 * @property {boolean} startsServices whether a package that brings a service also starts it
 * @property {Record<string, string>} osRelease `/etc/os-release` by key; empty where there is none
 * @property {string[]} usualFolders where this system's installers put programs, though PATH may lack them
 * @property {string} root the project's folder
 * @property {(file: string, args: string[], options?: RunOptions) => RunResult} run
 */
/** @typedef {{ show?: boolean, env?: Record<string, string> }} RunOptions `show`: to standard error, as it comes */
/** @typedef {{ ok: boolean, output: string }} RunResult */

/** @returns {Machine} */
function thisMachine() {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    startsServices: process.platform !== 'linux' || existsSync('/run/systemd/system'),
    osRelease: readOsRelease(),
    usualFolders: usualFolders(process.platform, process.env),
    root: path.resolve(__dirname, '..', '..'),
    run,
  };
}

/**
 * Never throws: a program that is not there is a run that failed.
 * @type {Machine['run']}
 */
function run(file, args, options = {}) {
  const result = spawnSync(file, args, {
    cwd: path.resolve(__dirname, '..', '..'),
    encoding: 'utf8',
    env: { ...process.env, ...options.env },
    // Standard output belongs to the program that is started after set-up (a transcript, a report).
    stdio: ['ignore', options.show ? 2 : 'pipe', options.show ? 2 : 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    windowsHide: true,
  });
  const output = result.error?.message ?? `${result.stdout ?? ''}${result.stderr ?? ''}`;
  return { ok: result.status === 0, output };
}

/**
 * A package manager that has just run cannot change our own PATH.
 * @param {NodeJS.Platform} platform
 * @param {Machine['env']} env
 */
function usualFolders(platform, env) {
  const dotnet = env['HOME'] === undefined ? [] : [path.join(env['HOME'], '.dotnet')];
  if (platform === 'darwin') {
    const browsers = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return [
      ...['/opt/homebrew/bin', '/usr/local/bin', '/usr/sbin', '/usr/local/share/dotnet', ...dotnet],
      ...browsers.map((name) => `/Applications/${name}.app/Contents/MacOS`),
    ];
  }
  if (platform !== 'win32')
    return ['/usr/share/dotnet', '/usr/lib/dotnet', ...dotnet, '/usr/sbin', '/usr/local/sbin'];
  const programs = env['ProgramFiles'] ?? 'C:\\Program Files';
  const others = env['ProgramFiles(x86)'] ?? 'C:\\Program Files (x86)';
  return [
    ...['Memurai', 'Redis', 'dotnet'].map((name) => path.join(programs, name)),
    path.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'OpenSSH'),
    path.join(programs, 'Google', 'Chrome', 'Application'),
    path.join(others, 'Microsoft', 'Edge', 'Application'),
  ];
}

/** @returns {Record<string, string>} */
function readOsRelease() {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
    const pairs = lines
      .map((line) => /^(\w+)="?(.*?)"?$/.exec(line))
      .filter((match) => match !== null);
    return Object.fromEntries(pairs.map((match) => [match[1], match[2]]));
  } catch {
    return {};
  }
}

module.exports = { thisMachine };
