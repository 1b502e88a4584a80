// SPDX-License-Identifier: EUPL-1.2
/**
 * The comparators of clkhash 0.18 (`ngram`, `exact`, `numeric`), written anew from what its
 * documentation says of them. They take a text as it is; whoever wants it normalised does so before.
 */
const PAD = ' ';
const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;
const WHOLE = /^[+-]?\d+$/;

/**
 * The n-grams of a text in their order, repeats included, padded with n − 1 spaces on either side;
 * with `positional`, each behind its place, counted from 1: `1  a`, `2 an`. None of an empty text.
 * @param n letters (code points) per n-gram, ≥ 1
 */
export function ngramTokens(text: string, n: number, positional: boolean): string[] {
  if (text === '') return [];
  const pads = PAD.repeat(n - 1);
  const letters = Array.from(pads + text + pads);
  return Array.from({ length: letters.length - n + 1 }, (_, at) => {
    const gram = letters.slice(at, at + n).join('');
    return positional ? `${at + 1} ${gram}` : gram;
  });
}

/** Python's `round`: a half goes to the even neighbour. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : below + 1;
}

/** A number in units of 10^−digits, as clkhash reads it: without digits, a fraction is cut off. */
function inUnits(text: string, digits: number): bigint | undefined {
  if (WHOLE.test(text)) return BigInt(text.replace('+', '')) * 10n ** BigInt(digits);
  const value = Number(text);
  const units = digits === 0 ? Math.trunc(value) : roundHalfEven(value * 10 ** digits);
  return Number.isSafeInteger(units) ? BigInt(units) : undefined;
}

/** The distance in the same units; 0 where there are too few digits for it. */
export function distanceInUnits(distance: number, digits: number): number {
  return roundHalfEven(distance * 10 ** digits);
}

/**
 * The neighbourhood of a number (Vatsalan & Christen, "Privacy-preserving matching of similar
 * patients", J. Biomed. Inform. 59, 2016): 2·steps + 1 points of a grid, of which near numbers share
 * some. clkhash multiplies by 2·steps, where the paper divides.
 * @param text digits with a decimal point; what clkhash also reads (`1e3`, `1_000`, `inf`) is refused
 * @param distance from `distanceInUnits`, ≥ 1
 * @param digits after the decimal point that count (`fractional_precision`), 0–6
 * @returns undefined for what is no number, or too large a one
 */
export function numericTokens(
  text: string,
  distance: number,
  steps: number,
  digits: number,
): string[] | undefined {
  const units = NUMBER.test(text) ? inUnits(text, digits) : undefined;
  if (units === undefined) return undefined;
  const interval = BigInt(distance);
  const value = units * 2n * BigInt(steps);
  const residue = ((value % interval) + interval) % interval;
  const isNearerBelow = 2n * residue < interval;
  const onGrid = residue === 0n || isNearerBelow ? value - residue : value + interval - residue;
  return Array.from({ length: 2 * steps + 1 }, (_, i) =>
    String(onGrid + BigInt(i - steps) * interval),
  );
}
