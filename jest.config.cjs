/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // A copy of the sources in dist would be found twice.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  restoreMocks: true,
};

/** @type {import('jest').Config} */
module.exports = {
  // Suites start Redis and PowerShell of their own; more of them at once make each other's deadlines pass.
  maxWorkers: 3,
  // A worker that ran many suites holds half a gigabyte, and takes longer than the usual 500 ms to end though nothing in it is
  // alive. One that something keeps is still told.
  workerGracefulExitTimeout: 5_000,
  // For all projects: jest takes no time limit for one of them.
  testTimeout: 20_000,
  // The second one keeps every file within its share of the time.
  reporters: ['default', '<rootDir>/test/setup/budget.cjs'],
  testSequencer: './test/setup/longest-first.cjs',
  coverageProvider: 'v8',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/setup/long-tests.cjs'],
    },
  ],
};
