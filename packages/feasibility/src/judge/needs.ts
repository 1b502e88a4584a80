// SPDX-License-Identifier: EUPL-1.2
/** What each design needs of the registers, and which checks it must pass before it is believed. */

/** Data that a design rests on. */
export const needs = [
  'datedStart',
  'outcomeBefore',
  'comparisonGroup',
  'runningVariable',
  'knownLine',
  'assignmentRule',
  'caseworker',
  'takeUp',
  'history',
  'longSeries',
  'controlSeries',
] as const;

export type Need = (typeof needs)[number];

/** What must be looked at before a result is believed. */
export const checks = [
  'parallelTrends',
  'noAnticipation',
  'densityAtLine',
  'placeboLines',
  'firstStage',
  'exclusion',
  'balance',
  'overlap',
  'seasonality',
  'noOtherChange',
] as const;

export type Check = (typeof checks)[number];

export type Design =
  | 'differenceInDifferences'
  | 'eventStudy'
  | 'regressionDiscontinuity'
  | 'instrumentalVariable'
  | 'matching'
  | 'interruptedTimeSeries'
  | 'descriptive';

interface DesignNeeds {
  readonly required: readonly Need[];
  /** Of these one is enough. */
  readonly oneOf?: readonly Need[];
  readonly checks: readonly Check[];
}

/**
 * By design. Periods and points that a design needs are numbers of its plan, see `theory.ts`.
 * Sources: J. D. Angrist, J.-S. Pischke, Mostly Harmless Econometrics (2009); S. Cunningham, Causal
 * Inference: The Mixtape (2021); for series Wagner et al. (2002).
 */
export const designNeeds: Readonly<Record<Design, DesignNeeds>> = {
  differenceInDifferences: {
    required: ['datedStart', 'outcomeBefore', 'comparisonGroup'],
    checks: ['parallelTrends', 'noAnticipation'],
  },
  eventStudy: {
    required: ['datedStart', 'outcomeBefore', 'comparisonGroup'],
    checks: ['parallelTrends', 'noAnticipation'],
  },
  regressionDiscontinuity: {
    required: ['runningVariable', 'knownLine', 'takeUp'],
    checks: ['densityAtLine', 'placeboLines', 'noOtherChange'],
  },
  instrumentalVariable: {
    required: ['takeUp'],
    oneOf: ['assignmentRule', 'caseworker'],
    checks: ['firstStage', 'exclusion', 'balance'],
  },
  matching: {
    required: ['datedStart', 'history', 'comparisonGroup'],
    checks: ['balance', 'overlap'],
  },
  interruptedTimeSeries: {
    required: ['longSeries'],
    checks: ['seasonality', 'noOtherChange'],
  },
  descriptive: { required: [], checks: [] },
};
