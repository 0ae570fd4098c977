// @ts-check
const { createHash } = require('node:crypto');
const {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');

/**
 * Every file under the given files and folders, sorted. What is not there counts as empty.
 * @param {string[]} roots
 * @returns {string[]}
 */
function listFiles(roots) {
  return roots.flatMap((root) => {
    const found = statSync(root, { throwIfNoEntry: false });
    if (found === undefined) return [];
    if (!found.isDirectory()) return [root];
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .sort();
  });
}

/**
 * One text for the state of some source files. By name, size and time, because reading them all at each
 * start would be felt; a list instead of the newest time, because it notices files that went away too.
 * @param {string[]} files
 */
function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} stamp
 * @param {string[]} files
 */
function isFresh(stamp, files) {
  try {
    return readFileSync(stamp, 'utf8') === fingerprint(files);
  } catch {
    return false;
  }
}

/**
 * Make something and stamp it with the sources as they were before: an edit meanwhile is seen next time,
 * and a failure leaves no stamp.
 * @template T
 * @param {string} stamp
 * @param {string[]} files
 * @param {() => T} make
 * @returns {T}
 */
function stamped(stamp, files, make) {
  const before = fingerprint(files);
  rmSync(stamp, { force: true });
  const made = make();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, before);
  return made;
}

module.exports = { isFresh, listFiles, stamped };
