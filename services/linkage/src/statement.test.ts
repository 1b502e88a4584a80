// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { givenThreshold, type ThresholdEstimate } from '@koppel/linkage';
import { decodeLinkStatement, encodeLinkStatement, warningsIn } from '@koppel/wire';
import type { LinkedRows, Outcome } from './outcome.ts';
import { reviewOf, statementOf } from './statement.ts';

const interval = (low: number, value: number, high: number) => ({ low, value, high });

/** As estimated, with made-up figures that have more decimals than are told. */
function estimated(changed: Partial<ThresholdEstimate> = {}): ThresholdEstimate {
  const expected = {
    precision: interval(0.950_049, 0.987_654_321, 1),
    recall: interval(0.9, 0.95, 1),
    f1: interval(0.94, 0.96, 0.98),
  };
  return {
    ...givenThreshold(0.8),
    thresholdUpper: 0.9,
    thresholdLower: 0.700_012,
    method: 'selfNull',
    expected,
    ...changed,
  };
}

/** Persons of two records each with this similarity, by source. */
function outcomeOf(persons: number, changed: Partial<Outcome> = {}): Outcome {
  const rows: LinkedRows = {
    cluster: Uint32Array.from({ length: persons }, (_, at) => at),
    clusterSize: new Uint32Array(persons).fill(2),
    quality: new Float64Array(persons).fill(0.95),
    weakest: new Float64Array(persons).fill(0.95),
  };
  const alone: LinkedRows = {
    cluster: Uint32Array.of(persons),
    clusterSize: Uint32Array.of(1),
    quality: Float64Array.of(NaN),
    weakest: Float64Array.of(NaN),
  };
  const source = {} as Outcome['sources'][number]['source'];
  return {
    threshold: 0.8,
    search: { method: 'exact', wanted: 1, measured: 1, low: 1, high: 1, reached: true },
    estimate: estimated(),
    candidatePairs: 400,
    decidedGreedily: 0,
    told: undefined,
    sources: [rows, rows, alone].map((one) => ({ source, rows: one })),
    ...changed,
  };
}

const warnings = (outcome: Outcome): string[] => warningsIn(statementOf(outcome).warnings);

test('states the expected quality to four decimals, and what was counted', () => {
  const statement = statementOf(outcomeOf(200));
  expect(statement).toMatchObject({
    method: 'selfNull',
    thresholdUpper: 0.9,
    thresholdLower: 0.7,
    precision: 0.9877,
    precisionLow: 0.95,
    precisionHigh: 1,
    f1: 0.96,
    candidatePairs: 400,
    persons: 201,
    linkedRecords: 400,
    openRecords: 0,
    decidedRecords: 0,
  });
  expect(decodeLinkStatement(encodeLinkStatement(statement))).toEqual(statement);
});

test('a given threshold has no expectation, and says so', () => {
  const given = statementOf(outcomeOf(200, { estimate: givenThreshold(0.8) }));
  expect(given).toMatchObject({ method: 'given', precision: 0, recallHigh: 0 });
  expect(warningsIn(given.warnings)).toEqual(['thresholdGiven']);
  expect(decodeLinkStatement(encodeLinkStatement(given))).toEqual(given);
});

test('warns of what makes the figures weaker than they look', () => {
  expect(warnings(outcomeOf(200))).toEqual([]);
  expect(warnings(outcomeOf(149))).toEqual(['fewLinks']);
  const f1 = interval(0.8, 0.9, 0.95);
  const wide = estimated({ method: 'tail', expected: { ...estimated().expected!, f1 } });
  expect(warnings(outcomeOf(200, { estimate: wide }))).toEqual([
    'wideInterval',
    'noUniqueRegister',
  ]);
  const search = { ...outcomeOf(1).search, method: 'approximate', reached: false } as const;
  expect(warnings(outcomeOf(200, { search, decidedGreedily: 2 }))).toEqual([
    'assignmentBounded',
    'recallNotReached',
  ]);
});

test('a link below the upper threshold is open until a person decides', () => {
  const rows: LinkedRows = {
    cluster: Uint32Array.of(0, 0, 2, 3),
    clusterSize: Uint32Array.of(2, 2, 1, 1),
    quality: Float64Array.of(0.85, 0.85, NaN, NaN),
    weakest: Float64Array.of(0.85, 0.85, NaN, NaN),
    verdict: [undefined, 'same', undefined, 'different'],
  };
  expect([0, 1, 2, 3].map((row) => reviewOf(rows, row, estimated()))).toEqual([
    'open',
    'same',
    'none',
    'different',
  ]);
  const source = {} as Outcome['sources'][number]['source'];
  const outcome = outcomeOf(1, { sources: [{ source, rows }] });
  expect(statementOf(outcome)).toMatchObject({ openRecords: 1, decidedRecords: 2, persons: 3 });
});
