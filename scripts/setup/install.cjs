// @ts-check
const { findProgram } = require('./find-program.cjs');
const { packageName } = require('./install-command.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */
/** @typedef {{ label: string, names: import('./catalogue.cjs').Names }} Wanted */

const wingetFlags = [
  '--exact',
  '--silent',
  '--accept-package-agreements',
  '--accept-source-agreements',
];

/**
 * Try the ways that this system has, until one of them brings the program. What is tried is said.
 * @param {Machine} machine
 * @param {Wanted} wanted
 * @param {(line: string) => void} say
 * @param {() => boolean} isThere
 */
function install(machine, wanted, say, isThere) {
  return [withApt, withBrew, withWinget].some((way) => way(machine, wanted, say) && isThere());
}

/** @typedef {(machine: Machine, wanted: Wanted, say: (line: string) => void) => boolean} Way */

/** @type {Way} */
function withApt(machine, { label, names }, say) {
  const apt = machine.platform === 'linux' ? findProgram(machine, 'apt-get') : undefined;
  const name = packageName(machine, names, 'apt');
  const command = apt && name && rootCommand(machine);
  if (!apt || !name || !command) return false;
  say(`${label}: installing it (apt-get install -y ${name})`);
  const [file, ...before] = command;
  // Without a network the lists may still be good enough, so its result does not decide.
  machine.run(file, [...before, apt, 'update', '-qq']);
  const words = ['install', '-y', '-qq', ...name.split(' ')];
  const { ok, output } = machine.run(file, [...before, apt, ...words]);
  // Its long report is of interest only when it did not work.
  if (!ok) say(output.trim().split('\n').slice(-5).join('\n'));
  return ok;
}

/**
 * What goes before a command that root must run and that must not ask; undefined when it would need a password.
 * @param {Machine} machine
 * @returns {[string, ...string[]] | undefined}
 */
function rootCommand(machine) {
  // Through env, because sudo does not hand variables on.
  const env = /** @type {const} */ (['env', 'DEBIAN_FRONTEND=noninteractive']);
  if (machine.isRoot) return [...env];
  const sudo = findProgram(machine, 'sudo');
  return sudo && machine.run(sudo, ['-n', 'true']).ok ? [sudo, '-n', ...env] : undefined;
}

/** @type {Way} */
function withBrew(machine, { label, names }, say) {
  const brew = machine.platform === 'win32' ? undefined : findProgram(machine, 'brew');
  if (brew === undefined || names.brew === undefined) return false;
  say(`${label}: installing it (brew install ${names.brew})`);
  return machine.run(brew, ['install', ...names.brew.split(' ')], { show: true }).ok;
}

/** @type {Way} */
function withWinget(machine, { label, names }, say) {
  const winget = machine.platform === 'win32' ? findProgram(machine, 'winget') : undefined;
  if (winget === undefined || names.winget === undefined) return false;
  const words = ['install', '--id', names.winget, ...wingetFlags];
  say(`${label}: installing it (winget ${words.join(' ')})`);
  return machine.run(winget, words, { show: true }).ok;
}

module.exports = { install };
