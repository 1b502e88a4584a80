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

/** How node is called for a program of node_modules. */
function nodeArgs(program: string, args: readonly string[]): string[] {
  return [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules', program),
    ...args,
  ];
}

/** Runs one program of node_modules in the root, its output shown as it comes. True when it exits 0. */
function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  const child = spawnSync(process.execPath, nodeArgs(program, args), {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return child.status === 0;
}

/** Runs one beside others; what it said is shown when it ends. */
function check(title: string, program: string, args: readonly string[]): Promise<Totals> {
  const child = spawn(process.execPath, nodeArgs(program, args), {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => told.push(chunk));
  }
  return new Promise((done) => {
    child.on('close', (code) => {
      const passed = code === 0;
      say(`\n== ${title}\n${Buffer.concat(told).toString('utf8')}${passed ? 'passed' : 'FAILED'}`);
      done({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
    });
  });
}

function readCounts(): JestCounts | undefined {
  try {
    return JSON.parse(readFileSync(resultFile, 'utf8')) as JestCounts;
  } catch {
    return undefined;
  }
}

/** @param gates - which of the gates of jest.config.js must hold, if any */
function jest(title: string, args: readonly string[], gates?: 'evaluation' | 'others'): Totals {
  const gated = gates !== undefined;
  say(`\n== ${title}${gated ? ', with coverage gates' : ''}`);
  mkdirSync(dirname(resultFile), { recursive: true });
  rmSync(resultFile, { force: true });
  const passed = run(
    'jest/bin/jest.js',
    ['--json', `--outputFile=${resultFile}`, ...(gated ? ['--coverage'] : []), ...args],
    gated ? { KOPPEL_GATES: gates } : {},
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

/** Only there: the clone itself may stand in a folder of any name. */
function inRoot(pattern: string): string {
  return `^${root.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}/${pattern}`;
}

/**
 * What runs the programs, which nothing counts, or calculates for long in the test's own process,
 * where counting every branch of the sources would take two to three times as long. Here only the
 * package of benchmarks and evaluation is counted; all others are by the tests beside them.
 */
const long = [
  'tests/',
  'packages/evaluation/',
  'packages/audit/src/attacks/(graph-matching|double-hashing)/',
  'packages/kernel/src/.*search\\.test',
  'packages/linkage/src/(candidate-search|link|threshold/threshold|fellegi-sunter/link-fields)\\.test',
].map(inRoot);
const architecture = inRoot('tests/architecture/');

const kafka = prepareKafka();
const checks = await Promise.all([
  check('types (tsc)', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
  check('lint (eslint)', 'eslint/bin/eslint.js', ['.']),
  check('format (prettier)', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
]);
checks.push(jest('architecture', ['--testPathPatterns', architecture]));
say(`\n== client library for Kafka\n${await kafka}`);
const result = total([
  ...checks,
  jest(
    'tests of programs, and what calculates for long',
    ['--testPathPatterns', ...long, '--testPathIgnorePatterns', '/node_modules/', architecture],
    'evaluation',
  ),
  jest('other tests', ['--testPathIgnorePatterns', '/node_modules/', ...long], 'others'),
]);

const skipped = result.skipped === 0 ? '' : `, ${result.skipped} skipped`;
say(`\n${result.passed} passed, ${result.failed} failed${skipped}`);
process.exitCode = result.failed === 0 && result.passed > 0 ? 0 : 1;
