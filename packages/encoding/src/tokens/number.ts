// SPDX-License-Identifier: EUPL-1.2
/**
 * Numbers, of which near ones are similar: Vatsalan & Christen, "Privacy-preserving matching of
 * similar patients" (J. Biomed. Inform. 59, 2016). Each number marks its neighbourhood on a grid.
 */
import type { Tokenised } from './tokenised.ts';

const plainNumber = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?$/;

/**
 * With step s = distance / (2 · steps) and x rounded to the grid of s, the tokens are
 * x + i·s for i = −steps … steps. Two numbers share the fewer, evenly, the further they are apart,
 * and none beyond `distance`. A decimal point or comma, no thousands separators.
 * @param distance > 0, in the unit of the field
 * @param steps tokens on either side, ≥ 1
 */
export function numberTokens(written: string, distance: number, steps: number): Tokenised {
  if (!plainNumber.test(written)) return { tokens: [], rule: 'numberFormat' };
  const step = distance / (2 * steps);
  const nearest = Math.round(Number(written.replace(',', '.')) / step);
  if (!Number.isSafeInteger(Math.abs(nearest) + steps)) return { tokens: [], rule: 'numberRange' };
  // The step is part of a token: grids of another step in the same group must not meet.
  const tokens = Array.from({ length: 2 * steps + 1 }, (_, i) => `${nearest + i - steps}*${step}`);
  return { tokens };
}
