// SPDX-License-Identifier: EUPL-1.2
/** Small histograms for plots, and the moments of what they show. */

export interface Histogram {
  /** The first bin starts at `from`, the last ends at `to`; all are equally wide. */
  readonly from: number;
  readonly to: number;
  /** Cases per bin; those outside count in the first or the last. */
  readonly counts: readonly number[];
}

/** @param bins ≥ 1 */
export function histogramOf(
  values: ArrayLike<number>,
  { from, to, bins }: { readonly from: number; readonly to: number; readonly bins: number },
): Histogram {
  const counts = Array<number>(bins).fill(0);
  const scale = bins / (to - from);
  for (let at = 0; at < values.length; at++) {
    const bin = Math.floor((values[at]! - from) * scale);
    counts[Math.min(bins - 1, Math.max(0, bin))]! += 1;
  }
  return { from, to, counts };
}

/** Mean and standard deviation (of a sample); 0 of fewer than one and two values. */
export function momentsOf(values: ArrayLike<number>): { mean: number; sd: number } {
  const count = values.length;
  let sum = 0;
  for (let at = 0; at < count; at++) sum += values[at]!;
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (let at = 0; at < count; at++) squares += (values[at]! - mean) ** 2;
  return { mean, sd: count < 2 ? 0 : Math.sqrt(squares / (count - 1)) };
}
