// SPDX-License-Identifier: EUPL-1.2
/** The interval of a share that was counted. Wilson 1927, J Am Stat Assoc 22, 209–212. Pure. */
import type { Interval } from '@koppel/linkage';

/** The quantile 0.975 of a standard normal distribution. */
const Z = 1.959964;

/** A share of `whole` with its 95 % interval; anything from 0 to 1 where the whole is nothing. */
export function wilson(part: number, whole: number): Interval {
  if (whole === 0) return { value: 0, low: 0, high: 1 };
  const share = part / whole;
  const shrink = 1 + Z ** 2 / whole;
  const middle = share + Z ** 2 / (2 * whole);
  const half = Z * Math.sqrt((share * (1 - share)) / whole + Z ** 2 / (4 * whole ** 2));
  return {
    value: share,
    low: Math.max(0, (middle - half) / shrink),
    high: Math.min(1, (middle + half) / shrink),
  };
}
