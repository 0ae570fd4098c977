// @ts-check
const path = require('node:path');
const { catalogue } = require('./catalogue.cjs');
const { findProgram } = require('./find-program.cjs');
const { install } = require('./install.cjs');
const { installCommand } = require('./install-command.cjs');
const { MissingError } = require('./missing-error.cjs');
const { readHint, writeHint } = require('./hint.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */
/** @typedef {{ file: string, version: string }} RedisServer */

/**
 * Programs that speak Redis' protocol and the first version that is new enough. Redis 6.2 brought the
 * commands that BullMQ needs, Valkey began at 7.2, Memurai 4 answers as Redis 7.
 * @type {[name: string, oldest: [number, number]][]}
 */
const programs = [
  ['redis-server', [6, 2]],
  ['valkey-server', [7, 2]],
  ['memurai', [4, 0]],
];

/**
 * The first server that is new enough, and those that are not.
 * @param {Machine} machine
 * @returns {{ server?: RedisServer, tooOld: RedisServer[] }}
 */
function findRedis(machine) {
  /** @type {RedisServer[]} */
  const tooOld = [];
  for (const [name, oldest] of programs) {
    const file = findProgram(machine, name);
    const version = file && versionOf(machine, file);
    if (!file || !version) continue;
    if (isAtLeast(version, oldest)) return { server: { file, version }, tooOld };
    tooOld.push({ file, version });
  }
  return { tooOld };
}

/**
 * @param {Machine} machine
 * @param {string} file
 */
function versionOf(machine, file) {
  const { ok, output } = machine.run(file, ['--version']);
  return ok ? /(\d+\.\d+(\.\d+)?)/.exec(output)?.[1] : undefined;
}

/**
 * @param {string} version
 * @param {[number, number]} oldest
 */
function isAtLeast(version, [major, minor]) {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** @type {import('./part').Part} */
const redis = {
  name: 'redis',
  look(machine) {
    const { server } = findRedis(machine);
    if (server !== undefined) {
      writeHint(machine, { redisServer: server.file, redisArguments: [] });
      return `Redis: ${server.version}, ${server.file}`;
    }
    return isInDocker(machine) ? 'Redis: in a container' : undefined;
  },
  make(machine, say) {
    // The service that a package may start is not needed: sandbox and tests run a server of their own.
    const wanted = { label: 'Redis', names: catalogue.redis };
    const isThere = () => findRedis(machine).server !== undefined;
    if (install(machine, wanted, say, isThere)) return this.look(machine) ?? 'Redis: installed';
    if (!pullImage(machine, say)) throw new MissingError(missingSentence(machine));
    const script = path.join(machine.root, 'scripts', 'redis-in-docker.mjs');
    writeHint(machine, { redisServer: process.execPath, redisArguments: [script] });
    return 'Redis: in a container';
  },
};

/**
 * @param {Machine} machine
 * @param {(line: string) => void} say
 */
function pullImage(machine, say) {
  const docker = findProgram(machine, 'docker');
  // A client without its daemon is common; only the server's answer counts.
  if (!docker || !machine.run(docker, ['version', '--format', '{{.Server.Version}}']).ok)
    return false;
  say('Redis: using a container (docker pull redis:7-alpine)');
  return machine.run(docker, ['pull', '--quiet', 'redis:7-alpine'], { show: true }).ok;
}

/** @param {Machine} machine */
function isInDocker(machine) {
  if (!readHint(machine).redisArguments?.some((argument) => argument.includes('redis-in-docker')))
    return false;
  const docker = findProgram(machine, 'docker');
  return docker !== undefined && machine.run(docker, ['image', 'inspect', 'redis:7-alpine']).ok;
}

/** @param {Machine} machine */
function missingSentence(machine) {
  const [old] = findRedis(machine).tooOld;
  const problem = old
    ? `Redis ${old.version} (${old.file}) is too old, 6.2 or newer is needed`
    : 'Redis 6.2 or newer is missing';
  return `${problem}; install it with: ${installCommand(machine, catalogue.redis)}`;
}

module.exports = { findRedis, redis };
