// SPDX-License-Identifier: EUPL-1.2
/** How a person's outcomes at different times resemble each other. Pure. */

export interface TimeCorrelation {
  /** Correlation of a person's outcomes one period apart, 0–1. */
  readonly next: number;
  /** `constant`: as much at any distance; `fading`: next, next², … */
  readonly form: 'constant' | 'fading';
}

/** Correlations of `periods` × `periods`. */
export function correlations({ next, form }: TimeCorrelation, periods: number): number[][] {
  const between = (apart: number): number => {
    if (apart === 0) return 1;
    return form === 'constant' ? next : next ** apart;
  };
  return Array.from({ length: periods }, (_, a) =>
    Array.from({ length: periods }, (_, b) => between(Math.abs(a - b))),
  );
}

/** x′·M·x. */
export function quadraticForm(
  matrix: readonly (readonly number[])[],
  x: readonly number[],
): number {
  return matrix.reduce(
    (total, row, a) => total + x[a]! * row.reduce((sum, value, b) => sum + value * x[b]!, 0),
    0,
  );
}
