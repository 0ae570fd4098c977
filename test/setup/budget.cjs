// @ts-check
const { readFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { findOverruns } = require('./find-overruns.cjs');

const root = join(__dirname, '..', '..');

/**
 * A run of all tests fails when a file takes more than its written share of the whole. Shares and not seconds, because
 * machines differ; without this every file grows a little, until nobody runs them any more.
 */
class Budget {
  /** @param {{ testPathPatterns?: { patterns?: string[] }, testNamePattern?: string }} config */
  constructor({ testPathPatterns, testNamePattern }) {
    const isNarrowed = (testPathPatterns?.patterns ?? []).length > 0;
    this.mayBeWhole = !isNarrowed && !testNamePattern;
    /** @type {string[]} */
    this.overruns = [];
  }

  /**
   * @param {unknown} _contexts
   * @param {{ numTotalTestSuites: number, testResults: { testFilePath: string, perfStats: { runtime: number } }[] }} results
   */
  onRunComplete(_contexts, results) {
    if (!this.mayBeWhole) return;
    const written = JSON.parse(readFileSync(join(__dirname, 'budget.json'), 'utf8'));
    const files = results.testResults.map(({ testFilePath, perfStats }) => ({
      path: relative(root, testFilePath).split(sep).join('/'),
      ms: perfStats.runtime,
    }));
    // Of one project alone the shares say nothing: they are of all the tests.
    if (!Object.keys(written).every((path) => files.some((file) => file.path === path))) return;
    const longest = files.toSorted((a, b) => b.ms - a.ms).slice(0, 12);
    const total = files.reduce((sum, { ms }) => sum + ms, 0);
    process.stderr.write(
      `\nThe longest of ${files.length} files, ${Math.round(total / 1000)} s in all:\n`,
    );
    for (const { path, ms } of longest) {
      process.stderr.write(`  ${(ms / 1000).toFixed(0).padStart(4)} s  ${path}\n`);
    }
    this.overruns = findOverruns(files, written);
    for (const overrun of this.overruns) process.stderr.write(`\n${overrun}\n`);
  }

  /** Jest ends with a failure when a reporter has an error. */
  getLastError() {
    return this.overruns.length === 0 ? undefined : new Error(this.overruns.join('\n'));
  }
}

module.exports = Budget;
