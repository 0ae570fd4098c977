// @ts-check
const { findProgram } = require('./find-program.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

const wingetArguments =
  'install --id Memurai.MemuraiDeveloper --exact --silent --accept-package-agreements --accept-source-agreements';

/**
 * Try the ways this system has, until one gives a server that is new enough. The service that a package may
 * start is not needed: the sandbox and the tests run a private server on a port of their own.
 * @param {Machine} machine
 * @param {(line: string) => void} say
 * @param {() => boolean} isThere
 * @returns {'program' | 'docker' | undefined}
 */
function installRedis(machine, say, isThere) {
  for (const way of [withApt, withBrew, withWinget]) {
    if (way(machine, say) && isThere()) return 'program';
  }
  return withDocker(machine, say) ? 'docker' : undefined;
}

/** @typedef {(machine: Machine, say: (line: string) => void) => boolean} Way */

/** @type {Way} */
function withApt(machine, say) {
  const apt = machine.platform === 'linux' ? findProgram(machine, 'apt-get') : undefined;
  const command = rootCommand(machine);
  if (apt === undefined || command === undefined) return false;
  say('Redis: installing it (apt-get install -y redis-server)');
  const [file, ...before] = command;
  // Without a network the lists may still be good enough, so its result does not decide.
  machine.run(file, [...before, apt, 'update', '-qq']);
  const { ok, output } = machine.run(file, [
    ...before,
    apt,
    'install',
    '-y',
    '-qq',
    'redis-server',
  ]);
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
function withBrew(machine, say) {
  const brew = machine.platform === 'win32' ? undefined : findProgram(machine, 'brew');
  if (brew === undefined) return false;
  say('Redis: installing it (brew install redis)');
  return machine.run(brew, ['install', 'redis'], { show: true }).ok;
}

/** @type {Way} */
function withWinget(machine, say) {
  const winget = machine.platform === 'win32' ? findProgram(machine, 'winget') : undefined;
  if (winget === undefined) return false;
  say(`Redis: installing Memurai, a Redis for Windows (winget ${wingetArguments})`);
  return machine.run(winget, wingetArguments.split(' '), { show: true }).ok;
}

/** @type {Way} */
function withDocker(machine, say) {
  const docker = findProgram(machine, 'docker');
  // A client without its daemon is common; only the server's answer counts.
  if (!docker || !machine.run(docker, ['version', '--format', '{{.Server.Version}}']).ok)
    return false;
  say('Redis: using a container (docker pull redis:7-alpine)');
  return machine.run(docker, ['pull', '--quiet', 'redis:7-alpine'], { show: true }).ok;
}

module.exports = { installRedis };
