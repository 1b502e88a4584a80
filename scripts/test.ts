// SPDX-License-Identifier: EUPL-1.2
/**
 * Runs every check and test, in the order in which a fault is cheapest to find, and ends with one
 * line of totals. A check counts as one test; so does the coverage gate. Trusts only exit codes and
 * the counts that jest writes: what cannot be read counts as failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  judgeLines,
  tally,
  total,
  type CoverageSummary,
  type JestCounts,
  type Totals,
} from './totals.ts';

const root = dirname(import.meta.dirname);
const resultFile = join(root, '.koppel', 'test', 'result.json');
const summaryFile = join(root, '.koppel', 'test', 'coverage', 'coverage-summary.json');
/** Of all lines, benchmarks among them. */
const LINES_PERCENT = 90;

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
function run(program: string, args: readonly string[]): boolean {
  const child = spawnSync(process.execPath, nodeArgs(program, args), {
    cwd: root,
    stdio: 'inherit',
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

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param gated - whether the gates of coverage must hold: those of jest.config.js, and of all lines */
function jest(title: string, args: readonly string[], gated = false): Totals {
  say(`\n== ${title}${gated ? ', with coverage gates' : ''}`);
  mkdirSync(dirname(resultFile), { recursive: true });
  for (const file of [resultFile, summaryFile]) rmSync(file, { force: true });
  const passed = run('jest/bin/jest.js', [
    '--json',
    `--outputFile=${resultFile}`,
    ...(gated ? ['--coverage', `--coverageDirectory=${dirname(summaryFile)}`] : []),
    ...args,
  ]);
  const { totals, skippedTitles } = tally(
    readJson(resultFile) as JestCounts | undefined,
    passed,
    gated,
  );
  for (const skipped of skippedTitles) {
    say(`skipped: ${skipped}`);
  }
  return gated ? total([totals, gateOfAllLines()]) : totals;
}

/** Holds all lines together to their gate, which counts as a test. */
function gateOfAllLines(): Totals {
  const { passed, text } = judgeLines(
    readJson(summaryFile) as CoverageSummary | undefined,
    LINES_PERCENT,
  );
  say(text);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
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
const checks = await Promise.all([
  check('types (tsc)', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
  check('lint (eslint)', 'eslint/bin/eslint.js', ['.']),
  check('format (prettier)', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
]);
checks.push(jest('architecture', ['--selectProjects', 'architecture']));
say(`\n== client library for Kafka\n${await kafka}`);
const result = total([
  ...checks,
  jest('tests', ['--selectProjects', 'long', 'packages', 'services'], true),
]);

const skipped = result.skipped === 0 ? '' : `, ${result.skipped} skipped`;
say(`\n${result.passed} passed, ${result.failed} failed${skipped}`);
process.exitCode = result.failed === 0 && result.passed > 0 ? 0 : 1;
