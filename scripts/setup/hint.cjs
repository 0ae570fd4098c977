// @ts-check
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/**
 * What set-up found, for programs that start later. A hint only: it may be out of date.
 * @typedef {object} Hint
 * @property {string} [redisServer] the program to start
 * @property {string[]} [redisArguments] arguments that go before redis-server's own; not empty for a container
 * @property {string} [powershell] the program to start
 */

/** @param {{ root: string }} machine */
const hintFile = ({ root }) => path.join(root, '.cache', 'setup.json');

/**
 * @param {{ root: string }} machine
 * @returns {Hint}
 */
function readHint(machine) {
  try {
    return JSON.parse(readFileSync(hintFile(machine), 'utf8'));
  } catch {
    return {};
  }
}

/**
 * @param {{ root: string }} machine
 * @param {Hint} found
 */
function writeHint(machine, found) {
  const before = readHint(machine);
  const after = { ...before, ...found };
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  mkdirSync(path.dirname(hintFile(machine)), { recursive: true });
  writeFileSync(hintFile(machine), `${JSON.stringify(after, undefined, 2)}\n`);
}

module.exports = { readHint, writeHint };
