// SPDX-License-Identifier: EUPL-1.2
/**
 * Difference-in-differences and event studies, also with a staggered roll-out. The estimate is that
 * of imputation: persons' and periods' effects from all that is not treated yet, and the mean
 * difference of what is treated to that. Unlike a regression with two-way fixed effects it does not
 * compare with persons treated before, so that effects may differ in time.
 * Source: K. Borusyak, X. Jaravel, J. Spiess, Revisiting event-study designs, Review of Economic
 * Studies 91 (2024) 3253–3285. Variances for any correlation in time as in F. Burlig, L. Preonas,
 * M. Woerman, Panel data and experimental design, J. Development Economics 144 (2020). Pure.
 */
import { Matrix, inverse } from 'ml-matrix';
import { fellows, type Clusters } from './clusters.ts';
import { correlations, quadraticForm, type TimeCorrelation } from './correlation.ts';

export interface Cohort {
  readonly persons: number;
  /** Period from which it is treated, 0 the first; absent: never. */
  readonly treatedFrom?: number;
}

export interface Panel {
  readonly cohorts: readonly Cohort[];
  /** Number of periods, ≥ 2. */
  readonly periods: number;
  readonly correlation: TimeCorrelation;
  readonly clusters?: Clusters;
  /** Periods after the start of treatment of which the effect is asked; absent: all, on average. */
  readonly horizon?: { readonly from: number; readonly to: number };
}

export interface PanelVariance {
  readonly variance: number;
  /** Persons whose treatment counts; the rest is never treated, always, or without comparison. */
  readonly treated: number;
}

interface Cell {
  readonly cohort: number;
  readonly period: number;
  readonly persons: number;
}

const isTreated = ({ treatedFrom }: Cohort, period: number): boolean =>
  treatedFrom !== undefined && period >= treatedFrom;

/** Effects of cohorts and, but for the first, of periods that a cell has. */
function regressors(cell: Cell, { cohorts, periods }: Panel): number[] {
  const row = new Array<number>(cohorts.length + periods - 1).fill(0);
  row[cell.cohort] = 1;
  if (cell.period > 0) row[cohorts.length + cell.period - 1] = 1;
  return row;
}

/** Cells whose effect can be told: their cohort is seen untreated, and their period too, together. */
function cellsOf(panel: Panel): { readonly treated: Cell[]; readonly untreated: Cell[] } {
  const all = panel.cohorts.flatMap(({ persons }, cohort) =>
    Array.from({ length: panel.periods }, (_, period) => ({ cohort, period, persons })),
  );
  const of = ({ cohort }: Cell): Cohort => panel.cohorts[cohort]!;
  const untreated = all.filter((cell) => !isTreated(of(cell), cell.period));
  const { from, to } = panel.horizon ?? { from: 0, to: Infinity };
  const treated = all.filter((cell) => {
    if (!isTreated(of(cell), cell.period)) return false;
    const since = cell.period - of(cell).treatedFrom!;
    if (since < from || since > to || of(cell).treatedFrom === 0) return false;
    return untreated.some(({ period }) => period === cell.period);
  });
  return { treated, untreated };
}

/**
 * Drops cohorts that are treated from the beginning and periods in which everybody is: nothing is
 * known of them without treatment.
 */
function usable(panel: Panel): Panel {
  const cohorts = panel.cohorts.filter(
    ({ persons, treatedFrom }) => persons > 0 && treatedFrom !== 0,
  );
  const last = cohorts.some(({ treatedFrom }) => treatedFrom === undefined)
    ? panel.periods
    : Math.max(0, ...cohorts.map(({ treatedFrom }) => treatedFrom!));
  return { ...panel, cohorts, periods: Math.min(panel.periods, last) };
}

/** What each cell's mean counts for in the estimate, by cohort and period. */
function weightsOf(panel: Panel, treated: readonly Cell[], untreated: readonly Cell[]): number[][] {
  const weights = panel.cohorts.map(() => new Array<number>(panel.periods).fill(0));
  const total = treated.reduce((sum, { persons }) => sum + persons, 0);
  const width = panel.cohorts.length + panel.periods - 1;
  const target = new Array<number>(width).fill(0);
  for (const cell of treated) {
    weights[cell.cohort]![cell.period] = cell.persons / total;
    regressors(cell, panel).forEach((value, at) => {
      target[at]! += (value * cell.persons) / total;
    });
  }
  const design = new Matrix(untreated.map((cell) => regressors(cell, panel)));
  const scaled = new Matrix(
    untreated.map((cell) => regressors(cell, panel).map((value) => value * cell.persons)),
  );
  const solved = inverse(scaled.transpose().mmul(design)).mmul(Matrix.columnVector(target));
  const imputed = scaled.mmul(solved);
  untreated.forEach(({ cohort, period }, at) => {
    weights[cohort]![period]! -= imputed.get(at, 0);
  });
  return weights;
}

/**
 * Variance of the mean effect on the treated; undefined where no effect can be told, because nobody
 * is seen both before and after, or nobody is left to compare with.
 * @param variance between persons at one time
 */
export function panelVariance(variance: number, all: Panel): PanelVariance | undefined {
  const panel = usable(all);
  const { treated, untreated } = cellsOf(panel);
  if (treated.length === 0) return undefined;
  const weights = weightsOf(panel, treated, untreated);
  const { clusters, periods } = panel;
  const shared = clusters?.correlation ?? 0;
  const own = correlations(panel.correlation, periods);
  const common = correlations({ next: clusters?.stays ?? 1, form: 'constant' }, periods);
  const perPerson = weights.map((row, cohort) => {
    const { persons } = panel.cohorts[cohort]!;
    const together = clusters === undefined ? 1 : Math.min(fellows(clusters), persons);
    const alone = (1 - shared) * quadraticForm(own, row);
    return (alone + shared * together * quadraticForm(common, row)) / persons;
  });
  const cohortsTreated = new Set(treated.map(({ cohort }) => cohort));
  return {
    variance: variance * perPerson.reduce((sum, value) => sum + value, 0),
    treated: [...cohortsTreated].reduce((sum, at) => sum + panel.cohorts[at]!.persons, 0),
  };
}
