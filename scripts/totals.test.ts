// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { judgeLines, tally, total, type JestCounts } from './totals.ts';

function counts(some: Partial<JestCounts> = {}): JestCounts {
  return {
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [],
    ...some,
  };
}

test('a good run counts its tests, and its gate when it had one', () => {
  expect(tally(counts(), true, false).totals).toEqual({ passed: 3, failed: 0, skipped: 0 });
  expect(tally(counts(), true, true).totals).toEqual({ passed: 4, failed: 0, skipped: 0 });
});

test.each([
  ['a failed test', counts({ numFailedTests: 2 }), 2],
  ['a file that does not load', counts({ numRuntimeErrorTestSuites: 1 }), 1],
  ['a missed coverage gate', counts(), 1],
  ['no result at all', undefined, 1],
])('%s counts as failed', (_title, result, failed) => {
  expect(tally(result, false, true).totals.failed).toBe(failed);
});

test('skipped tests are counted and named', () => {
  const testResults = [
    {
      assertionResults: [
        { status: 'pending', fullName: 'needs data' },
        { status: 'todo', fullName: 'later' },
        { status: 'passed', fullName: 'fine' },
      ],
    },
  ];
  const result = tally(counts({ numPendingTests: 1, numTodoTests: 1, testResults }), true, false);
  expect(result.totals.skipped).toBe(2);
  expect(result.skippedTitles).toEqual(['needs data', 'later']);
});

test('totals add up', () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  expect(total([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
  expect(total([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test.each([
  ['enough', { total: 1000, covered: 900 }, true, 'All lines: 90.00 %, at least 90 %: passed'],
  ['one line too few', { total: 1000, covered: 899 }, false, 'All lines: 89.90 %, at least 90 %: FAILED'],
  ['none to count', { total: 0, covered: 0 }, false, 'All lines: 0.00 %, at least 90 %: FAILED'],
])('the gate of all lines: %s', (_title, lines, passed, text) => {
  expect(judgeLines({ total: { lines } }, 90)).toEqual({ passed, text });
}); // prettier-ignore

test('the gate of all lines fails where nothing was counted', () => {
  expect(judgeLines(undefined, 90).passed).toBe(false);
});
