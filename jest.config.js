// SPDX-License-Identifier: EUPL-1.2
/** Native ESM through swc, so that tests run the same sources that ship. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
  testTimeout: 60_000,
  collectCoverageFrom: ['packages/*/src/**/*.ts', 'services/*/src/**/*.ts', '!**/*.test.ts'],
  coverageProvider: 'v8',
};
