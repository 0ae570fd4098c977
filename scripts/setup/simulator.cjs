// @ts-check
const { statSync } = require('node:fs');
const path = require('node:path');
const { MissingError } = require('./missing-error.cjs');
const { listFiles } = require('./sources.cjs');

/**
 * The simulator's cmdlets, generated from the catalogue of the real ones.
 * @type {import('./part').Part}
 */
const simulator = {
  name: 'simulator',
  look({ root }) {
    const sources = listFiles(
      ['data/cmdlets.json', 'simulator/generate.mjs'].map((name) => path.join(root, name)),
    );
    const made = listFiles([path.join(root, 'simulator', 'gateway', 'generated')]);
    if (made.length === 0) return undefined;
    const newestSource = Math.max(...sources.map(changedAt));
    const oldestMade = Math.min(...made.map(changedAt));
    return oldestMade >= newestSource
      ? 'simulator: generated from the cmdlet catalogue'
      : undefined;
  },
  make(machine, say) {
    say('simulator: generating its cmdlets');
    const { ok } = machine.run(
      process.execPath,
      [path.join(machine.root, 'simulator', 'generate.mjs')],
      {
        show: true,
      },
    );
    if (ok) return 'simulator: generated from the cmdlet catalogue';
    throw new MissingError(
      'The simulator could not be generated; see: node simulator/generate.mjs',
    );
  },
};

/** @param {string} file */
const changedAt = (file) => statSync(file).mtimeMs;

module.exports = { simulator };
