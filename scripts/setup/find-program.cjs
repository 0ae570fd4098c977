// @ts-check
const { accessSync, constants, statSync } = require('node:fs');
const path = require('node:path');

/**
 * The full path of a program on PATH, then in the usual folders. PATH is read as that system writes it.
 * @param {import('./machine.cjs').Machine} machine
 * @param {string} name without `.exe`
 * @returns {string | undefined}
 */
function findProgram(machine, name) {
  const windows = machine.platform === 'win32';
  const listed = machine.env['PATH'] ?? machine.env['Path'] ?? '';
  const folders = [...listed.split(windows ? ';' : ':'), ...machine.usualFolders];
  // Only .exe: Node starts a .cmd through a shell alone, where arguments become script text.
  const file = windows ? `${name}.exe` : name;
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, file))
    .find(canRun);
}

/**
 * Whether it is there and may be started by us.
 * @param {string} file
 */
function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // App execution aliases (winget.exe) cannot be opened like files, yet they run.
    return process.platform === 'win32' && isAlias(file);
  }
}

/** @param {string} file */
function isAlias(file) {
  const { lstatSync } = require('node:fs');
  try {
    return lstatSync(file) !== undefined;
  } catch {
    return false;
  }
}

module.exports = { canRun, findProgram };
