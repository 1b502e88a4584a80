// SPDX-License-Identifier: EUPL-1.2
/** Code lists as numbers: SPSS and Stata analyse numbers, and most code lists are numbers. */
import type { Code } from './description.ts';

/** What Stata's largest type of whole numbers holds, missing values left out. */
const least = -2_147_483_647;
const most = 2_147_483_620;

/**
 * The codes as whole numbers, or undefined when one is no such number in its only way of writing:
 * `01` is not 1, and both may be codes.
 */
export function wholeCodes(codes: readonly Code[]): readonly number[] | undefined {
  const numbers = codes.map(({ value }) =>
    /^(0|-?[1-9]\d{0,9})$/.test(value) ? Number(value) : NaN,
  );
  return numbers.every((number) => number >= least && number <= most) ? numbers : undefined;
}

/** Labels that tell all values apart: where two are the same, the value stands before each. */
export function distinctLabels(codes: readonly Code[]): readonly string[] {
  const labels = codes.map(({ label }) => label);
  if (new Set(labels).size === labels.length) return labels;
  return codes.map(({ value, label }) => `${value} ${label}`);
}
