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
  maxWorkers: 2,
  coverageProvider: 'v8',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
      testTimeout: 20_000,
    },
    // Whole processes: a worker is killed, a lock must lapse, a supervisor brings it back.
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
      testTimeout: 60_000,
    },
  ],
};
