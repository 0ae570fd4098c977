import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fakeMachine, removeFakeMachines } from './fake-machine';

afterAll(removeFakeMachines);

const script = path.resolve(__dirname, '..', '..', 'scripts', 'count-tests.mjs');
const clean = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

function count(results: object | undefined) {
  const file = path.join(fakeMachine().root, 'results.json');
  if (results !== undefined) writeFileSync(file, JSON.stringify(results));
  const { stdout, status } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  return { line: stdout.trim(), status };
}

test('tests that all ran are counted, and prove what they say', () => {
  expect(count(clean)).toEqual({ line: 'Tests: 7 passed, 0 failed, 0 skipped', status: 0 });
});

test.each([{ numPendingTests: 1 }, { numTodoTests: 1 }])(
  'a test that was left out fails the run: %j',
  (left) => {
    expect(count({ ...clean, ...left })).toEqual({
      line: 'Tests: 7 passed, 0 failed, 1 skipped',
      status: 1,
    });
  },
);

test('a file that could not be loaded is a failure, and no results prove nothing', () => {
  expect(count({ ...clean, numRuntimeErrorTestSuites: 1 }).line).toBe(
    'Tests: 7 passed, 1 failed, 0 skipped',
  );
  expect(count(undefined)).toEqual({ line: 'Tests: 0 passed, 0 failed, 0 skipped', status: 1 });
});
