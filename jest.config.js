// SPDX-License-Identifier: EUPL-1.2
/** Native ESM through swc, so that tests run the same sources that ship. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { env } from 'node:process';

/** For what many test files need and one of them makes; gone when all have ended. */
if (env.KOPPEL_TEST_SHARED === undefined) {
  const shared = mkdtempSync(join(tmpdir(), 'koppel-shared-'));
  env.KOPPEL_TEST_SHARED = shared;
  env.KOPPEL_TEST_PID = String(process.pid);
  process.on('exit', () => {
    rmSync(shared, { recursive: true, force: true });
  });
}

/** These parts decide what leaves a data owner: no branch of theirs may go untested. */
const fullyTested = [
  './packages/encoding/src/',
  './packages/keys/src/',
  './packages/wire/src/',
  './services/encoder/src/egress.ts',
  './services/encoder/src/egress-looks.ts',
];

const everyLine = Object.fromEntries(
  fullyTested.map((path) => [path, { branches: 100, lines: 100 }]),
);
const sources = [
  'packages/*/src/**/*.ts',
  'services/*/src/**/*.ts',
  '!**/*.test.ts',
  '!**/testing/**',
];
const evaluation = 'packages/evaluation/src/**/*.ts';

/**
 * A gate holds for a run of every test that it counts; ./koppel test asks for each in turn. Benchmarks
 * have parts that no test runs, as they take minutes; both gates together keep 90 % of all lines.
 */
const gates = {
  evaluation: {
    collectCoverageFrom: [evaluation, '!**/*.test.ts', '!**/testing/**'],
    coverageThreshold: { global: { lines: 78 } },
  },
  others: {
    collectCoverageFrom: [...sources, `!${evaluation}`],
    coverageThreshold: { global: { lines: 92 }, ...everyLine },
  },
};

export default {
  testEnvironment: 'node',
  roots: ['packages', 'scripts', 'services', 'tests'].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // Most of the time is spent in programs that a test started, and these often wait: for a moment, a
  // broker, a disk. One more test file than there are cores keeps the cores at work.
  maxWorkers: availableParallelism() + 1,
  testTimeout: 120_000,
  collectCoverageFrom: sources,
  // Not v8: it does not count the missing else of an if, nor an unused default.
  coverageProvider: 'babel',
  coverageReporters: [['text', { skipFull: true }], 'html'],
  ...gates[env.KOPPEL_GATES],
};
