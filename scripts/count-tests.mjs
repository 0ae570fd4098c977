// @ts-check
// One line about a test run, from the file that `jest --json --outputFile=FILE` writes. Exit code 1 when there is
// no such file, it counts no test, or one was left out: then not everything was proven.
import { existsSync, readFileSync } from 'node:fs';

const [file = ''] = process.argv.slice(2);
const results = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : {
      numPassedTests: 0,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 0,
    };

// A file that could not even be loaded has no tests to count, and is a failure all the same.
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
const skipped = results.numPendingTests + results.numTodoTests;
console.log(`Tests: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = results.numPassedTests > 0 && skipped === 0 ? 0 : 1;
