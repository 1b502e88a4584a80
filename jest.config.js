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

/** Only there: the clone itself may stand in a folder of any name. */
function inRoot(pattern) {
  return `^${import.meta.dirname.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}/${pattern}`;
}

const common = {
  rootDir: import.meta.dirname,
  roots: ['packages', 'scripts', 'services', 'tests'].map((folder) => `<rootDir>/${folder}`),
  testEnvironment: 'node',
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
};

const outside = '/node_modules/';
const architecture = inRoot('tests/architecture/');

/** What runs the programs, which nothing counts, or calculates for long in the test's own process. */
const long = [
  'tests/',
  'packages/evaluation/',
  'packages/audit/src/attacks/(graph-matching|double-hashing)/',
  'packages/kernel/src/.*search\\.test',
  'packages/linkage/src/(candidate-search|link|threshold/threshold|fellegi-sunter/link-fields)\\.test',
].map(inRoot);

/**
 * Tests of some places. Counting every branch makes what calculates two to three times as slow, so that
 * it is counted by the tests beside it alone.
 * @param displayName - names the project
 * @param tests - expressions for where its tests are
 * @param counted - an expression for the sources that they count
 * @param others - expressions for tests there that are of another project
 */
const project = (displayName, tests, counted, others = []) => ({
  ...common,
  displayName,
  testRegex: tests.map((place) => `(?=.*\\.test\\.ts$)${place}`),
  testPathIgnorePatterns: [outside, ...others],
  coveragePathIgnorePatterns: [outside, inRoot(`(?!(${counted})/)`)],
});

const calculating = '(audit|encoding|evaluation|kernel|keys|linkage|wasm|wire)/';

const projects = [
  project('architecture', [architecture], 'tests'),
  project('long', long, 'packages/evaluation', [architecture]),
  project('packages', [inRoot('(packages|scripts)/')], 'packages', long),
  project('services', [inRoot('services/')], `services|packages/(?!${calculating})[a-z-]+`),
];

/** These parts decide what leaves a data owner: no branch of theirs may go untested. */
const fullyTested = [
  './packages/encoding/src/',
  './packages/keys/src/',
  './packages/wire/src/',
  './services/encoder/src/egress.ts',
  './services/encoder/src/egress-looks.ts',
];

export default {
  projects,
  // Of no use in a project.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/jest.order.js',
  // Most of the time is spent in programs that a test started, and these often wait: for a moment, a
  // broker, a disk. More test files than there are cores keep the cores at work.
  maxWorkers: availableParallelism() + 2,
  // Modules of test files that have ended are not all given back.
  workerIdleMemoryLimit: 1.5 * 2 ** 30,
  collectCoverageFrom: [
    'packages/*/src/**/*.ts',
    'services/*/src/**/*.ts',
    '!**/*.test.ts',
    '!**/testing/**',
  ],
  // Not v8: it does not count the missing else of an if, nor an unused default.
  coverageProvider: 'babel',
  coverageReporters: [['text', { skipFull: true }], 'json-summary'],
  // A gate holds for a run of every test, which is what ./koppel test asks for. Benchmarks have parts
  // that no test runs, as they take minutes. `global` is of what no other line names; what all lines
  // together must reach, ./koppel test holds.
  coverageThreshold: {
    global: { lines: 92 },
    './packages/evaluation/src/': { lines: 78 },
    ...Object.fromEntries(fullyTested.map((path) => [path, { branches: 100, lines: 100 }])),
  },
};
