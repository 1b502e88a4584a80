// SPDX-License-Identifier: EUPL-1.2
/** Interrupted time series: one line of points before and after a change. Pure. */
import { Matrix, inverse } from 'ml-matrix';

export interface Series {
  /** Points before and after the change. */
  readonly before: number;
  readonly after: number;
  /** Correlation of what a point differs from the line with that of the next, −1 to 1. */
  readonly autocorrelation: number;
  /** Points in a year, for a yearly wave that is estimated too; absent: none. */
  readonly season?: number;
  /** Whether the line may bend at the change as well. */
  readonly slope: boolean;
  /** Whether a series of others, alike but without the change, is taken off: twice the variance. */
  readonly control: boolean;
}

function designRow(at: number, { before, season, slope }: Series): number[] {
  const isAfter = at >= before;
  const wave = (2 * Math.PI * at) / (season ?? 1);
  return [
    isAfter ? 1 : 0,
    1,
    at,
    ...(slope ? [isAfter ? at - before : 0] : []),
    ...(season === undefined ? [] : [Math.sin(wave), Math.cos(wave)]),
  ];
}

/**
 * Variance of the step at the change, by generalised least squares with errors that each keep
 * `autocorrelation` of the one before; undefined with too few points.
 * Source: A. K. Wagner et al., Segmented regression analysis of interrupted time series studies,
 * J. Clinical Pharmacy and Therapeutics 27 (2002) 299–309; power with autocorrelation: F. Zhang,
 * A. K. Wagner, D. Ross-Degnan, J. Clinical Epidemiology 64 (2011) 1252–1261.
 * @param variance of a point around the line
 */
export function seriesVariance(variance: number, series: Series): number | undefined {
  const count = series.before + series.after;
  const rows = Array.from({ length: count }, (_, at) => designRow(at, series));
  const width = rows[0]?.length ?? 0;
  const enough = series.before >= 2 && series.after >= (series.slope ? 2 : 1);
  if (!enough || count <= width) return undefined;
  const { autocorrelation: phi } = series;
  // Taking off what the point before tells leaves errors that are independent (Prais, Winsten 1954).
  const first = Math.sqrt(1 - phi * phi);
  const free = rows.map((row, at) =>
    row.map((value, column) => (at === 0 ? first * value : value - phi * rows[at - 1]![column]!)),
  );
  const design = new Matrix(free);
  const spread = inverse(design.transpose().mmul(design), true).get(0, 0) * (1 - phi * phi);
  return variance * spread * (series.control ? 2 : 1);
}
