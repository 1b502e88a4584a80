// SPDX-License-Identifier: EUPL-1.2
/**
 * The similarities that a search can be asked for. Each is a function of three counts, so that one
 * search serves all: bits set in the one filter, in the other, and in both.
 */

/**
 * `dice` is 2·|A∩B| / (|A|+|B|), and 0 when both are empty (Dice 1945, Ecology 26(3), p. 298).
 * `jaccard` is |A∩B| / |A∪B|, and 0 when both are empty (Jaccard 1901, Bull. Soc. Vaud. Sci. Nat.
 * 37(142), 547–579): the same order of pairs as Dice, J ≥ j wherever Dice ≥ 2j/(1+j).
 * `hamming` is the share of bits that are equal, 1 − d/l (Hamming 1950, Bell System Technical
 * Journal 29(2)): for balanced codes, of which chance alone makes half of the bits equal.
 */
export type Similarity = 'dice' | 'hamming' | 'jaccard';

/** Of two filters of `bits` bits with `a` and `b` bits set: the similarity of `both` set in both. */
export function similarityFrom(
  kind: Similarity,
  both: number,
  a: number,
  b: number,
  bits: number,
): number {
  // One expression for both twins: equal fractions give equal doubles, so that
  // `similarity ≥ threshold` has one meaning.
  if (kind === 'hamming') return (bits - (a + b - 2 * both)) / bits;
  if (a + b === 0) return 0;
  return kind === 'jaccard' ? both / (a + b - both) : (2 * both) / (a + b);
}

/** Rounds to the side of more work, by more than doubles can be off: what survives is measured. */
const SLACK = 1e-6;

/** The Dice threshold that lets through all that a threshold of Dice or Jaccard does. */
const diceOf = (kind: Similarity, threshold: number): number =>
  kind === 'jaccard' ? (2 * threshold) / (1 + threshold) : threshold;

/**
 * The number of a query's bits that a candidate may lack, at least the exact one; below 0 nothing
 * can match. Dice: |Q| − ⌈t·(|Q|+|C|)/2⌉, Jaccard by way of Dice. Hamming: as d = |C| − |Q| + 2·lacking, half of what the
 * allowed distance leaves.
 */
export function budgetOf(
  kind: Similarity,
  queryOnes: number,
  candidateOnes: number,
  bits: number,
  threshold: number,
): number {
  const budget =
    kind === 'hamming'
      ? Math.floor((1 - threshold) * bits + SLACK) / 2 + (queryOnes - candidateOnes) / 2
      : queryOnes - (diceOf(kind, threshold) * (queryOnes + candidateOnes)) / 2 + SLACK;
  return Math.min(Math.floor(budget), queryOnes);
}

/**
 * How many bits a candidate of a query can have set. Dice: t/(2−t) ≤ |C|/|Q| ≤ (2−t)/t, and an empty
 * filter matches nothing. Hamming: no two counts differ by more than the distance.
 */
export function lengthLimits(
  kind: Similarity,
  ones: number,
  bits: number,
  threshold: number,
): { least: number; most: number } {
  if (kind === 'hamming') {
    const distance = Math.floor((1 - threshold) * bits + SLACK);
    return { least: Math.max(0, ones - distance), most: Math.min(bits, ones + distance) };
  }
  if (ones === 0) return { least: 1, most: 0 };
  const dice = diceOf(kind, threshold);
  const ratio = (2 - dice) / dice;
  return { least: Math.ceil(ones / ratio - SLACK), most: Math.floor(ones * ratio + SLACK) };
}
