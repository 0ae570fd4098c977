// @ts-check
const { cpSync, mkdirSync } = require('node:fs');
const path = require('node:path');
const { MissingError } = require('./missing-error.cjs');
const { isFresh, listFiles, stamped } = require('./sources.cjs');

/** @typedef {import('./machine.cjs').Machine} Machine */

const compiled = ['src', 'approvals', 'bench', 'test/explore', 'test/fakes'];
const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

/** @param {Machine} machine */
const stampFile = ({ root }) => path.join(root, 'dist', '.sources');

/** @param {Machine} machine */
const sourcesOf = ({ root }) =>
  listFiles([...compiled, ...settings].map((name) => path.join(root, name)));

/**
 * The TypeScript sources as JavaScript in dist/, with the files that they read (pages, scripts, policies)
 * beside them, so that `__dirname` means the same in both.
 * @type {import('./part').Part}
 */
const build = {
  name: 'build',
  look(machine) {
    return isFresh(stampFile(machine), sourcesOf(machine)) ? 'build: up to date' : undefined;
  },
  make(machine, say) {
    say('build: compiling to dist/');
    stamped(stampFile(machine), sourcesOf(machine), () => {
      compile(machine);
      copyAssets(machine);
    });
    return 'build: done';
  },
};

/** @param {Machine} machine */
function compile(machine) {
  const tsc = path.join(machine.root, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = path.join(machine.root, 'tsconfig.build.json');
  const { ok } = machine.run(process.execPath, [tsc, '-p', project], { show: true });
  if (!ok)
    throw new MissingError(
      'The sources do not compile; see the errors above, or run: npm run typecheck',
    );
}

/** @param {Machine} machine */
function copyAssets({ root }) {
  const folders = compiled.map((name) => path.join(root, name));
  for (const file of listFiles(folders).filter((name) => !name.endsWith('.ts'))) {
    const copy = path.join(root, 'dist', path.relative(root, file));
    mkdirSync(path.dirname(copy), { recursive: true });
    cpSync(file, copy);
  }
}

module.exports = { build };
