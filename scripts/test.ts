// SPDX-License-Identifier: EUPL-1.2
/**
 * Runs every check and test, in the order in which a fault is cheapest to find, and ends with one
 * line of totals. A check counts as one test; so does the coverage gate. Trusts only exit codes and
 * the counts that jest writes: what cannot be read counts as failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tally, total, type JestCounts, type Totals } from './totals.ts';

const root = dirname(import.meta.dirname);
const resultFile = join(root, '.koppel', 'test', 'result.json');

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs one program of node_modules in the root, its output shown as it comes. True when it exits 0. */
function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): boolean {
  const child = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', program),
      ...args,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } },
  );
  return child.status === 0;
}

function check(title: string, program: string, args: readonly string[]): Totals {
  say(`\n== ${title}`);
  const passed = run(program, args);
  say(passed ? 'passed' : 'FAILED');
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

function readCounts(): JestCounts | undefined {
  try {
    return JSON.parse(readFileSync(resultFile, 'utf8')) as JestCounts;
  } catch {
    return undefined;
  }
}

function jest(title: string, args: readonly string[], gated: boolean): Totals {
  say(`\n== ${title}`);
  mkdirSync(dirname(resultFile), { recursive: true });
  rmSync(resultFile, { force: true });
  const passed = run(
    'jest/bin/jest.js',
    ['--json', `--outputFile=${resultFile}`, ...args],
    gated ? { KOPPEL_GATES: '1' } : {},
  );
  const { totals, skippedTitles } = tally(readCounts(), passed, gated);
  for (const skipped of skippedTitles) {
    say(`skipped: ${skipped}`);
  }
  return totals;
}

/**
 * Compiles the client library for Kafka beside the checks, which use one core. Where it fails, the
 * tests that need it say so and are skipped.
 */
function prepareKafka(): Promise<string> {
  const program = join(root, 'scripts/kafka/client.ts');
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString('utf8');
  });
  return new Promise((done) => {
    child.on('close', () => {
      done(told);
    });
  });
}

const kafka = prepareKafka();
const architecture = 'tests/architecture';
const checks = total([
  check('types (tsc)', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
  check('lint (eslint)', 'eslint/bin/eslint.js', ['.']),
  check('format (prettier)', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  jest('architecture', [`${architecture}/`], false),
]);
say(`\n== client library for Kafka\n${await kafka}`);
const result = total([
  checks,
  jest(
    'tests, with coverage gates',
    ['--coverage', '--testPathIgnorePatterns', '/node_modules/', `/${architecture}/`],
    true,
  ),
]);

const skipped = result.skipped === 0 ? '' : `, ${result.skipped} skipped`;
say(`\n${result.passed} passed, ${result.failed} failed${skipped}`);
process.exitCode = result.failed === 0 && result.passed > 0 ? 0 : 1;
