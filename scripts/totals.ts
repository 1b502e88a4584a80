// SPDX-License-Identifier: EUPL-1.2
/** Adds up what the checks and jest report. Pure, so that it can itself be tested. */

/** Counts of checks and tests, each ≥ 0. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of jest's `--json` output that is read. */
export interface JestCounts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/**
 * Turns one run of jest into totals. A test file that did not load is one failure; so is a run
 * without readable counts, or one that failed though every test passed (a coverage gate).
 * @param counts - undefined when jest wrote none
 * @param exitedWell - whether jest exited with 0
 * @param gated - whether coverage gates were asked for: they count as one test
 */
export function tally(
  counts: JestCounts | undefined,
  exitedWell: boolean,
  gated: boolean,
): { totals: Totals; skippedTitles: readonly string[] } {
  if (counts === undefined) {
    return { totals: { passed: 0, failed: 1, skipped: 0 }, skippedTitles: [] };
  }
  const testsFailed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  const gateFailed = !exitedWell && testsFailed === 0;
  const gatePassed = gated && exitedWell;
  return {
    totals: {
      passed: counts.numPassedTests + (gatePassed ? 1 : 0),
      failed: testsFailed + (gateFailed ? 1 : 0),
      skipped: counts.numPendingTests + counts.numTodoTests,
    },
    skippedTitles: counts.testResults
      .flatMap((file) => file.assertionResults)
      .filter((test) => test.status === 'pending' || test.status === 'todo')
      .map((test) => test.fullName),
  };
}

/** The part of istanbul's summary that is read: lines of all files together. */
export interface CoverageSummary {
  readonly total: { readonly lines: { readonly total: number; readonly covered: number } };
}

/**
 * Whether so many of all lines were reached, and a sentence that says how many.
 * @param summary - undefined when none was written, which fails
 * @param leastPercent - 0–100
 */
export function judgeLines(
  summary: CoverageSummary | undefined,
  leastPercent: number,
): { passed: boolean; text: string } {
  const { total: all, covered } = summary?.total.lines ?? { total: 0, covered: 0 };
  const percent = all === 0 ? 0 : (100 * covered) / all;
  const passed = percent >= leastPercent;
  const verdict = passed ? 'passed' : 'FAILED';
  return {
    passed,
    text: `All lines: ${percent.toFixed(2)} %, at least ${leastPercent} %: ${verdict}`,
  };
}

export function total(parts: readonly Totals[]): Totals {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
    skipped: parts.reduce((sum, part) => sum + part.skipped, 0),
  };
}
