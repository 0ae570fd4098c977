import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root';
import Budget from './budget.cjs';
import shares from './budget.json';
import { findOverruns } from './find-overruns.cjs';

describe('the time of the tests', () => {
  it('is divided among files that exist, and none may take more than a quarter of it', () => {
    expect(Math.max(...Object.values<number>(shares))).toBeLessThanOrEqual(0.25);
    const gone = Object.keys(shares).filter((path) => !existsSync(join(packageRoot, path)));
    expect(gone).toEqual([]);
  });

  it('a file that takes more than its share is named, with what to do', () => {
    const files = [
      { path: 'a.test.ts', ms: 500 },
      { path: 'b.test.ts', ms: 499_500 },
    ];
    expect(findOverruns(files, { 'b.test.ts': 1 })).toEqual([]);
    const [said] = findOverruns(files, { 'b.test.ts': 0.5 });
    expect(said).toMatch(/^b\.test\.ts took 500 s, 99\.9 % of all; its share is 50\.0 %\. /);
  });

  it('is judged of all the tests alone: of one project the shares say nothing', () => {
    const longest = Object.keys(shares)[0] ?? '';
    const judged = (paths: string[]) => {
      const budget = new Budget({ testPathPatterns: { patterns: [] } });
      const testResults = paths.map((path) => ({
        testFilePath: join(packageRoot, path),
        perfStats: { runtime: path === longest ? 99_000 : 1 },
      }));
      budget.onRunComplete(undefined, { numTotalTestSuites: paths.length, testResults });
      return budget.getLastError()?.message;
    };
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(judged([longest])).toBeUndefined();
    expect(judged(Object.keys(shares))).toMatch(longest);
    stderr.mockRestore();
  });
});
